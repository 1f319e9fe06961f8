// Oids of the system catalogs that pg_depend and pg_description name. Fixed in every Postgres release (src/include/catalog/*.h).

export const pgClass = 1259;
export const pgType = 1247;
export const pgProc = 1255;
export const pgConstraint = 2606;
export const pgAttrdef = 2604;
export const pgRewrite = 2618;
export const pgTrigger = 2620;
export const pgPolicy = 3256;
export const pgNamespace = 2615;
export const pgExtension = 3079;
export const pgDefaultAcl = 826;
export const pgCollation = 3456;
export const pgOperator = 2617;
export const pgStatisticExt = 3381;
export const pgTsConfig = 3602;
export const pgTsDict = 3600;
export const pgLanguage = 2612;
export const pgForeignDataWrapper = 2328;
export const pgForeignServer = 1417;
export const pgUserMapping = 1418;
export const pgCast = 2605;
export const pgTransform = 3576;
export const pgEventTrigger = 3466;
export const pgPublication = 6104;
export const pgPublicationRel = 6106;
export const pgPublicationNamespace = 6237;

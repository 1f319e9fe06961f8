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
export const pgAmop = 2602;
export const pgAmproc = 2603;
export const pgConversion = 2607;
export const pgOpclass = 2616;
export const pgOpfamily = 2753;
export const pgTsParser = 3601;
export const pgTsTemplate = 3764;

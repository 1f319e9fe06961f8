// Atlas HCL: the blocks of all .hcl files of a source, which are one whole, as SQL. Whatever is unknown is a problem with
// its file and line; whether what is known makes sense, Postgres decides.
import { quoteName } from "../../../catalog/names";
import { decodeFile } from "../../decode";
import type { Problem } from "../../problem";
import type { SourceFile } from "../../split";
import type { Language, SourceBytes, Translated } from "../language";
import { writePermission, writePolicy } from "./access";
import { type Block, HclError } from "./block";
import { comment } from "./comments";
import { Fields } from "./fields";
import { Model } from "./model";
import { type HclFile, parseFile } from "./parser";
import { relationOf, writeAggregate, writeEventTrigger, writeRoutine, writeTrigger } from "./routines";
import { lacksRequired, misshapen } from "./shape";
import { Sql } from "./sql";
import { writeTable } from "./table";
import { writeComposite, writeDomain, writeEnum, writeRange, writeSequence } from "./types-made";
import { writeMaterialized, writeView } from "./views";

type Writer = (sql: Sql, fields: Fields) => void;

function writeSchema(sql: Sql, fields: Fields): void {
  const name = fields.model.sqlNameOf(fields.block);
  sql.statement(fields.block, `CREATE SCHEMA ${name}`);
  comment(sql, fields, `SCHEMA ${name}`);
}

/** Its comment is the extension's own: Atlas writes it when it reads a database. */
function writeExtension(sql: Sql, fields: Fields): void {
  const schema = fields.attribute("schema") === undefined ? undefined : fields.model.schemaOf(fields.block);
  const version = fields.text("version");
  fields.text("comment");
  sql.statement(
    fields.block,
    `CREATE EXTENSION ${quoteName(fields.label)}`,
    schema === undefined ? undefined : `SCHEMA ${quoteName(schema)}`,
    version === undefined ? undefined : `VERSION ${quoteName(version)}`,
  );
}

const writers: Readonly<Record<string, Writer>> = {
  schema: writeSchema,
  extension: writeExtension,
  table: writeTable,
  view: writeView,
  materialized: writeMaterialized,
  enum: writeEnum,
  domain: writeDomain,
  composite: writeComposite,
  sequence: writeSequence,
  function: (sql, fields) => writeRoutine(sql, fields, "FUNCTION"),
  procedure: (sql, fields) => writeRoutine(sql, fields, "PROCEDURE"),
  trigger: writeTrigger,
  policy: writePolicy,
  aggregate: writeAggregate,
  range: writeRange,
  event_trigger: writeEventTrigger,
  permission: writePermission,
};

const ofRelation = ["trigger", "policy"];
const ofNoSchema = ["schema", "extension", "event_trigger", "permission"];

/** Names that SQL in a block leaves unqualified are those of its schema. */
function searchPath(model: Model, owner: Block): string {
  if (ofNoSchema.includes(owner.type) || ofRelation.includes(owner.type)) return "RESET search_path";
  return `SET search_path = ${quoteName(model.schemaOf(owner))}, public`;
}

function writeBlock(sql: Sql, model: Model, block: Block): void {
  for (const error of misshapen(block)) model.problems.push(error.toProblem());
  if (block.type === "variable") model.attempt(() => model.checkVariable(block));
  const writer = Object.hasOwn(writers, block.type) ? writers[block.type] : undefined;
  // What is unknown hides no other mistake in the block; what is missing would be told of twice.
  if (writer === undefined || lacksRequired(block)) return;
  const work = (): void => {
    const isOn = ofRelation.includes(block.type);
    const owner = (isOn ? relationOf(new Fields(model, block)) : undefined) ?? block;
    sql.statement(block, searchPath(model, owner));
    writer(sql, new Fields(model, block, owner));
  };
  model.attempt(() => model.forEach(block, () => void model.attempt(work)));
}

/** Directives stand in comments; those of HCL are comments of the SQL, too. */
function writeComments(sql: Sql, { comments }: HclFile): void {
  for (const { text, line } of comments) {
    const isPlain = !text.includes("\n") || text.includes("/*");
    if (isPlain) sql.add({ text: text.replace(/^/gm, "--"), line, isRunning: true });
    else sql.add({ text: `/*${text}*/`, line, isRunning: true });
  }
}

function write(model: Model, file: HclFile): SourceFile {
  const sql = new Sql();
  writeComments(sql, file);
  for (const block of file.blocks) writeBlock(sql, model, block);
  return sql.toFile(file.file);
}

async function parse(bytes: SourceBytes): Promise<HclFile | Problem> {
  const decoded = decodeFile(bytes);
  if ("id" in decoded) return decoded;
  try {
    return await parseFile(decoded.file, decoded.text);
  } catch (error) {
    if (error instanceof HclError) return error.toProblem();
    throw error;
  }
}

async function translate(_root: string, sources: readonly SourceBytes[]): Promise<Translated> {
  const parsed: (HclFile | Problem)[] = [];
  for (const source of sources) parsed.push(await parse(source));
  const unreadable = parsed.flatMap((file) => ("id" in file ? [file] : []));
  // What a file that is not HCL declares is missing in all others, and would be told of there in vain.
  if (unreadable.length > 0) return { files: [], problems: unreadable };
  const files = parsed.flatMap((file) => ("id" in file ? [] : [file]));
  const model = new Model(files);
  const written = files.map((file) => write(model, file));
  return { files: written, problems: distinct(model.problems) };
}

/** An attribute that is read twice is wrong once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map(
    problems.map((problem) => [`${problem.file}\0${problem.line}\0${problem.message}`, problem]),
  );
  return [...seen.values()];
}

export const hcl: Language = { ending: ".hcl", translate };

// An adoption as text: what was written, what the journals claim, how to retire them, what was left out, and the proof. Pure.
import { count } from "../catalog/count";
import type { AdoptedJournal, Adoption, AdoptionProof, Replay } from "./model";

/** More than these are counted, not listed. */
const listed = 12;

export function adoptionText(adoption: Adoption): string {
  const { directory, files, schemas, roles, journals, leftOut, proof } = adoption;
  const where = schemas.length === 0 ? "" : ` of ${schemas.join(", ")}`;
  return [
    `${count(files.length, "file")}${where} in ${directory}`,
    ...(roles.length === 0 ? [] : [`it names these roles and makes none of them: ${roles.join(", ")}`]),
    ...journals.flatMap(journalLines),
    ...(leftOut.length === 0 ? [] : ["", "left out:"]),
    ...leftOut.map(({ what, reason }) => `  ${what}: ${reason}`),
    "",
    ...proofLines(proof),
    "",
  ]
    .map(onOneLine)
    .join("\n");
}

/** Names out of a journal may hold anything: nothing of it reaches a terminal as a command, or begins a line. */
function onOneLine(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is meant
  return line.replace(/[\u0000-\u001f\u007f-\u009f]/g, "\ufffd");
}

function journalLines(journal: AdoptedJournal): readonly string[] {
  const { tool, tables, file, readable, applied, last, files, findings, retire, note } = journal;
  const claim = readable
    ? `${count(applied, "migration")} applied${last === null ? "" : `, the last ${last}`}${files === null ? "" : `; ${count(files, "migration")} in the folder`}`
    : "the login may not read it, so what it claims is not known";
  return [
    "",
    `journal of ${tool} (${tables.join(", ")}): ${claim}`,
    ...findings.map(({ id, message }) => `  ${id}: ${message}`),
    ...(readable && files === null && findings.length === 0
      ? ["  no folder was compared: pass --migrations <dir>"]
      : []),
    ...(note === null ? [] : [`  ${note}`]),
    ...(journal.replay === null ? [] : replayLines(journal.replay)),
    "  to retire it:",
    ...retire.map((line, at) => `    ${at + 1}. ${line}`),
    `    ${retire.length + 1}. ${lastStep(file, tables)}`,
  ];
}

function lastStep(file: string | null, tables: readonly string[]): string {
  const drop = `DROP TABLE ${tables.join(", ")}`;
  return file === null
    ? `when that holds for every server: ${drop}, by hand; its schema is not managed`
    : `when that holds for every server: remove ${file} from the source; the next plan drops ${tables.length === 1 ? "the table" : "the tables"} with your consent`;
}

function replayLines({ failure, missing, extra, different }: Replay): readonly string[] {
  if (failure !== null) return [`  run in scratch, the applied migrations fail: ${failure}`];
  const lines = [
    ...some(missing, "the migrations make, and the database has not"),
    ...some(extra, "the database has, and no migration makes"),
    ...some(different, "there on both sides, and not the same"),
  ];
  return lines.length === 0 ? ["  run in scratch, the applied migrations make exactly what is there"] : lines;
}

function some(ids: readonly string[], what: string): readonly string[] {
  if (ids.length === 0) return [];
  const more = ids.length > listed ? [`    and ${ids.length - listed} more`] : [];
  return [`  ${what}:`, ...ids.slice(0, listed).map((id) => `    ${id}`), ...more];
}

function proofLines({ empty, steps, findings, failure }: AdoptionProof): readonly string[] {
  if (failure !== null) return ["NOT PROVED: the written source cannot be loaded", failure];
  const said = findings
    .filter(({ level }) => level !== "info")
    .map(({ id, message }) => `  ${id}: ${message}`);
  if (empty) return ["proved: the written source plans empty against the database", ...said];
  return [
    `NOT PROVED: the written source plans ${count(steps.length, "step")} against the database; it must not be used before these are understood:`,
    ...steps.map((sql) => `  ${sql};`),
    ...said,
  ];
}

// A diagram as Mermaid's text (erDiagram), which many places render by themselves. Pure.
import type { Diagram, DiagramBox, DiagramLine, DiagramRow, Mark } from "./model";

/** The whole diagram; every line is drawn, since Mermaid lays it out. */
export function diagramMermaid(diagram: Diagram): string {
  const names = uniqueNames(diagram);
  const nameOf = (id: string): string => names.get(id) ?? "";
  const isShown = ({ from, to }: DiagramLine): boolean => names.has(from) && names.has(to);
  const lines = [
    "erDiagram",
    ...(diagram.isPlan ? classes : []),
    ...diagram.boxes.flatMap((box) => boxLines(box, nameOf(box.id))),
    ...diagram.lines.filter(isShown).map((line) => relation(line, nameOf)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Not by colour alone: dropped ones are dashed, and every mark stands in words beside the rows. */
const classes = [
  "  classDef added fill:#dcfce7,stroke:#15803d,stroke-width:2px,color:#052e16",
  "  classDef changed fill:#fef3c7,stroke:#b45309,stroke-width:2px,color:#451a03",
  "  classDef dropped fill:#fee2e2,stroke:#b91c1c,stroke-width:2px,stroke-dasharray:6 4,color:#450a0a",
];

const signs: Readonly<Record<Mark, string>> = { same: "", added: "+ ", changed: "~ ", dropped: "- " };

/** What Mermaid's quoted names do not take; control characters would end the line. */
function quotable(text: string): string {
  return text.replaceAll(/["%\\`<>{}]|\p{C}|\p{Z}+/gu, (found) => (found.trim() === "" ? " " : "_"));
}

function uniqueNames({ boxes, schemas, isPlan }: Diagram): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, schema, name, mark } of boxes) {
    const whole = schemas.length > 1 ? `${schema}.${name}` : name;
    const wanted = `${isPlan ? signs[mark] : ""}${quotable(whole)}`;
    let free = wanted;
    for (let number = 2; taken.has(free); number += 1) free = `${wanted} (${number})`;
    taken.add(free);
    names.set(id, `"${free}"`);
  }
  return names;
}

function boxLines(box: DiagramBox, name: string): readonly string[] {
  const marked = box.mark === "same" ? name : `${name}:::${box.mark}`;
  if (box.rows.length === 0) return [`  ${marked}`];
  return [`  ${marked} {`, ...box.rows.map((row) => `    ${rowText(row, box)}`), "  }"];
}

/** Mermaid wants a word for the type and a word for the name; what is no word is spelled with `_`, and said after it. */
function rowText(row: DiagramRow, { kind }: DiagramBox): string {
  const type = kind === "enum" ? "label" : word(row.type.replace(/\?$/, ""));
  const name = word(row.name);
  const keys = row.keys.length === 0 ? "" : ` ${row.keys.join(", ")}`;
  const said = [
    ...(row.mark === "same" ? [] : [row.mark]),
    ...(name === row.name ? [] : [row.name]),
    ...(row.formerName === null ? [] : [`was ${row.formerName}`]),
    ...(row.formerType === null ? [] : [`was ${row.formerType}`]),
    ...(row.type.endsWith("?") && kind !== "view" ? ["may be null"] : []),
  ];
  const comment = said.length === 0 ? "" : ` "${quotable(said.join("; "))}"`;
  return `${type} ${name}${keys}${comment}`;
}

function word(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9_()[\]-]+/g, "_");
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

function relation(line: DiagramLine, nameOf: (id: string) => string): string {
  const target = line.target === "one" ? "||" : "|o";
  const source = line.source === "many" ? "o{" : "o|";
  const label = `${signs[line.mark]}${quotable(line.columns.join(", "))}`;
  return `  ${nameOf(line.to)} ${target}--${source} ${nameOf(line.from)} : "${label}"`;
}

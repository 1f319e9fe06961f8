// A smaller diagram of the same schema: keys, what refers to something, and what a plan changes; the rest is counted.
import type { Diagram, DiagramBox, DiagramLine, DiagramRow } from "../../engine/index";

/** Labels of enums that are shown. */
const labelsShown = 6;

export function onlyKeys(diagram: Diagram): Diagram {
  const kept = new Map<string, readonly number[]>(diagram.boxes.map((box) => [box.id, keptRows(box)]));
  const moved = (box: string, row: number | null): number | null => {
    const position = row === null ? -1 : (kept.get(box) ?? []).indexOf(row);
    return position === -1 ? null : position;
  };
  return {
    ...diagram,
    boxes: diagram.boxes.map((box) => ({ ...box, rows: fewerRows(box, kept.get(box.id) ?? []) })),
    lines: diagram.lines.map(
      (line): DiagramLine => ({
        ...line,
        fromRow: moved(line.from, line.fromRow),
        toRow: moved(line.to, line.toRow),
      }),
    ),
  };
}

function keptRows({ rows, kind }: DiagramBox): readonly number[] {
  const isKept = (row: DiagramRow, position: number): boolean =>
    row.keys.length > 0 || row.mark !== "same" || (kind === "enum" && position < labelsShown);
  return rows.flatMap((row, position) => (isKept(row, position) ? [position] : []));
}

function fewerRows({ rows, kind }: DiagramBox, kept: readonly number[]): readonly DiagramRow[] {
  const shown = rows.filter((_, position) => kept.includes(position));
  const left = rows.length - shown.length;
  if (left === 0) return shown;
  const what = kind === "enum" ? "label" : "column";
  const more: DiagramRow = {
    name: `… ${left} more ${what}${left === 1 ? "" : "s"}`,
    formerName: null,
    type: "",
    formerType: null,
    keys: [],
    to: null,
    mark: "same",
    details: rows.filter((_, position) => !kept.includes(position)).map(({ name }) => name),
  };
  return [...shown, more];
}

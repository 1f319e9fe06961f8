// How large each box of a diagram is, and where its rows stand in it.
import type { Diagram, DiagramBox, DiagramRow } from "../../engine/index";
import { textWidth } from "./text";

export const sizes = {
  header: 32,
  subtitle: 17,
  row: 21,
  note: 18,
  bottom: 5,
  side: 10,
  /** Between a name and its type. */
  gap: 22,
  key: 19,
  sign: 15,
  name: 14,
  text: 12.5,
  small: 11,
  narrowest: 150,
  widest: 460,
} as const;

export interface Measured {
  readonly box: DiagramBox;
  readonly width: number;
  readonly height: number;
  /** From the box's left side to the names of its rows. */
  readonly indent: number;
  /** From the box's top to the middle of a row, or of its name where there is no such row. */
  readonly middleOf: (row: number | null) => number;
  /** From the box's top to its notes. */
  readonly notesTop: number;
}

export function typeText({ type, formerType }: DiagramRow): string {
  return formerType === null ? type : `${formerType} → ${type}`;
}

export function nameText({ name, formerName }: Pick<DiagramRow, "name" | "formerName">): string {
  return formerName === null ? name : `${formerName} → ${name}`;
}

/** What follows the type, in a row whose line is not drawn. */
export function hubText({ to }: DiagramRow): string {
  return to === null ? "" : `→ ${to}`;
}

export function measure(box: DiagramBox, { isPlan }: Pick<Diagram, "isPlan">): Measured {
  const keys = Math.max(0, ...box.rows.map((row) => row.keys.length));
  const indent = sizes.side + (isPlan ? sizes.sign : 0) + keys * sizes.key + (keys > 0 ? 4 : 0);
  const widthOf = (row: DiagramRow): number => {
    const parts = [textWidth(nameText(row), sizes.text), textWidth(typeText(row), sizes.text)];
    const hub = hubText(row);
    const extra = hub === "" ? 0 : textWidth(hub, sizes.small) + sizes.side;
    return indent + parts.reduce((sum, width) => sum + width, 0) + extra + sizes.gap + sizes.side;
  };
  const title = textWidth(nameText(box), sizes.name, "bold") + kindRoom(box) + 2 * sizes.side;
  const subtitle = Math.min(300, textWidth(box.subtitle, sizes.small) + 2 * sizes.side);
  const notes = box.notes.map(({ text }) => textWidth(text, sizes.small) + sizes.sign + 2 * sizes.side);
  const widest = Math.max(sizes.narrowest, title, subtitle, ...box.rows.map(widthOf), ...notes);
  const top = sizes.header + (box.subtitle === "" ? 0 : sizes.subtitle);
  const notesTop = top + box.rows.length * sizes.row + (box.notes.length > 0 ? 6 : 0);
  return {
    box,
    width: Math.ceil(Math.min(widest, sizes.widest)),
    height:
      notesTop + box.notes.length * sizes.note + (box.rows.length + box.notes.length > 0 ? sizes.bottom : 0),
    indent,
    middleOf: (row) => (row === null ? sizes.header / 2 : top + (row + 0.5) * sizes.row),
    notesTop,
  };
}

/** A box that is no table says what it is, beside its name. */
export function kindText({ kind }: DiagramBox): string {
  return kind === "table" || kind === "outside" ? "" : kind;
}

function kindRoom(box: DiagramBox): number {
  const text = kindText(box);
  return (text === "" ? 0 : textWidth(text, sizes.small) + 14) + (box.mark === "same" ? 0 : 70);
}

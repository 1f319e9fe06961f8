// One box of a diagram as SVG: its head, its rows and its notes. Every name is escaped and cut to the box.
import type { DiagramNote, DiagramRow, Mark } from "../../engine/index";
import type { PlacedBox } from "./layout";
import { hubText, kindText, nameText, sizes, typeText } from "./measure";
import { clipped, escaped, textWidth } from "./text";

/** Beside the colour, so that nobody needs to see it. */
export const signs: Readonly<Record<Mark, string>> = { same: "", added: "+", changed: "~", dropped: "−" };

interface Text {
  readonly x: number;
  readonly y: number;
  readonly classes?: string;
  readonly end?: boolean;
}

export function textElement(content: string, { x, y, classes = "", end = false }: Text): string {
  const className = classes === "" ? "" : ` class="${classes}"`;
  const anchor = end ? ' text-anchor="end"' : "";
  return `<text x="${round(x)}" y="${round(y)}"${className}${anchor}>${escaped(content)}</text>`;
}

export function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** @param number its place among all boxes, for the id that a page finds it by */
export function boxElement(placed: PlacedBox, number: number, isPlan: boolean): string {
  const { box, x, y, width, height } = placed;
  const quiet = isPlan && box.mark === "same" ? " quiet" : "";
  const classes = `entity ${box.kind.split(" ").at(-1)} ${box.mark}${quiet}`;
  const rectangle = `x="${round(x)}" y="${round(y)}" width="${width}" height="${round(height)}" rx="6"`;
  return [
    `<g class="${classes}" id="b${number}" data-name="${escaped(`${box.schema}.${box.name}`)}">`,
    `<title>${escaped(titleOf(placed))}</title>`,
    `<rect class="box" ${rectangle}/>`,
    head(placed),
    ...box.rows.map((row, position) => rowElement(placed, row, position)),
    ...box.notes.map((note, position) => noteElement(placed, note, position)),
    `<rect class="edge" ${rectangle}/>`,
    "</g>",
  ].join("\n");
}

function titleOf({ box }: PlacedBox): string {
  const { kind, schema, name, formerName, mark, comment, subtitle } = box;
  const what = `${kind === "outside" ? "table outside the scope" : kind} ${schema}.${name}`;
  const change = mark === "same" ? "" : `, ${mark}`;
  const former = formerName === null ? "" : `, formerly ${formerName}`;
  return [`${what}${change}${former}`, subtitle, comment].filter((line) => line !== "").join("\n");
}

function head(placed: PlacedBox): string {
  const { box, x, y, width, height } = placed;
  const tall = sizes.header + (box.subtitle === "" ? 0 : sizes.subtitle);
  const isWhole = height <= tall;
  const bottom = isWhole
    ? `v${tall - 12}a6 6 0 0 1 -6 6h${-(width - 12)}a6 6 0 0 1 -6 -6v${-(tall - 12)}`
    : `v${tall - 6}h${-width}v${-(tall - 6)}`;
  const shape = `M${round(x)} ${round(y + 6)}a6 6 0 0 1 6 -6h${width - 12}a6 6 0 0 1 6 6${bottom}z`;
  const mark = box.mark === "same" ? "" : `${signs[box.mark]} ${box.mark}`;
  const kind = kindText(box);
  const markWidth = mark === "" ? 0 : textWidth(mark, sizes.small, "bold") + 10;
  const kindWidth = kind === "" ? 0 : textWidth(kind, sizes.small) + 10;
  const room = width - 2 * sizes.side - markWidth - kindWidth;
  const right = x + width - sizes.side;
  const baseline = y + 21;
  return [
    `<path class="head" d="${shape}"/>`,
    textElement(clipped(nameText(box), sizes.name, room, "bold"), {
      x: x + sizes.side,
      y: baseline,
      classes: box.mark === "dropped" ? "name gone" : "name",
    }),
    kind === ""
      ? ""
      : textElement(kind, { x: right - markWidth, y: baseline, classes: "small soft", end: true }),
    mark === ""
      ? ""
      : textElement(mark, { x: right, y: baseline, classes: `small word ${box.mark}`, end: true }),
    box.subtitle === ""
      ? ""
      : textElement(clipped(box.subtitle, sizes.small, width - 2 * sizes.side), {
          x: x + sizes.side,
          y: y + sizes.header + 6,
          classes: "small soft",
        }),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function rowElement(placed: PlacedBox, row: DiagramRow, position: number): string {
  const { x, y, width, indent, middleOf, box } = placed;
  const middle = y + middleOf(position);
  const top = middle - sizes.row / 2;
  const baseline = middle + 4.5;
  const right = x + width - sizes.side;
  const hub = clipped(hubText(row), sizes.small, width * 0.45);
  const hubWidth = hub === "" ? 0 : textWidth(hub, sizes.small) + sizes.side;
  const whole = width - indent - sizes.side - hubWidth - 8;
  const beside = whole - textWidth(nameText(row), sizes.text);
  const type = clipped(typeText(row), sizes.text, Math.max(whole * 0.5, beside));
  const room = whole - textWidth(type, sizes.text);
  const isShownDropped = row.mark === "dropped" || box.mark === "dropped";
  const keysLeft = x + sizes.side + (indent - sizes.side - row.keys.length * sizes.key - 4);
  const title = [nameText(row), ...(row.mark === "same" ? [] : [row.mark]), ...row.details].join("\n");
  return [
    "<g>",
    `<title>${escaped(title)}</title>`,
    ground(row.mark, x, top, width, sizes.row),
    `<path class="rule" d="M${round(x + 1)} ${round(top)}h${width - 2}"/>`,
    sign(row.mark, x, baseline),
    ...row.keys.map((key, place) =>
      textElement(key, { x: keysLeft + place * sizes.key, y: baseline - 0.5, classes: "key" }),
    ),
    textElement(clipped(nameText(row), sizes.text, room), {
      x: x + indent,
      y: baseline,
      classes: isShownDropped ? "gone" : "",
    }),
    type === "" ? "" : textElement(type, { x: right - hubWidth, y: baseline, classes: "soft", end: true }),
    hub === "" ? "" : textElement(hub, { x: right, y: baseline, classes: "small soft", end: true }),
    "</g>",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function ground(mark: Mark, x: number, top: number, width: number, height: number): string {
  if (mark === "same") return "";
  return `<rect class="ground ${mark}" x="${round(x + 1)}" y="${round(top)}" width="${width - 2}" height="${height}"/>`;
}

function sign(mark: Mark, x: number, baseline: number): string {
  if (mark === "same") return "";
  return textElement(signs[mark], { x: x + sizes.side - 3, y: baseline, classes: `sign word ${mark}` });
}

function noteElement(placed: PlacedBox, { text, mark }: DiagramNote, position: number): string {
  const { x, y, width, notesTop } = placed;
  const top = y + notesTop + position * sizes.note;
  const baseline = top + 13;
  return [
    ground(mark, x, top, width, sizes.note),
    sign(mark, x, baseline),
    textElement(clipped(text, sizes.small, width - 2 * sizes.side - sizes.sign), {
      x: x + sizes.side + sizes.sign,
      y: baseline,
      classes: mark === "dropped" ? "small gone" : "small",
    }),
  ].join("\n");
}

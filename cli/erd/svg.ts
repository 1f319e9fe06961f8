// A diagram as one SVG that needs nothing else: title and legend on top, frames, lines, boxes. The same diagram is the same text.
import type { Diagram, DiagramBox, Mark } from "../../engine/index";
import { boxElement, round, signs, textElement } from "./box";
import { type Frame, type Layout, layOut } from "./layout";
import { end, lineElements } from "./line";
import { styleSheet } from "./style";
import { escaped, textWidth } from "./text";

const margin = 28;
const narrowest = 560;

/** @param title what the diagram is of, as its reader knows it */
export async function diagramSvg(diagram: Diagram, title: string): Promise<string> {
  const layout = await layOut(diagram);
  const inner = Math.max(layout.width, narrowest);
  const legend = legendOf(diagram, inner);
  const top = margin + 48 + legend.height + 14;
  const [width, height] = [inner + 2 * margin, top + layout.height + margin];
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="erd-title erd-text">`,
    `<title id="erd-title">${escaped(title)}</title>`,
    `<desc id="erd-text">${escaped(description(diagram))}</desc>`,
    `<style>${styleSheet()}</style>`,
    `<rect class="paper" width="100%" height="100%"/>`,
    textElement(title, { x: margin, y: margin + 16, classes: "title" }),
    textElement(counts(diagram), { x: margin, y: margin + 37, classes: "soft" }),
    `<g transform="translate(${margin} ${margin + 52})">`,
    legend.text,
    "</g>",
    `<g transform="translate(${margin} ${round(top)})">`,
    drawing(layout, diagram),
    "</g>",
    "</svg>",
  ].join("\n")}\n`;
}

function drawing({ boxes, lines, frames }: Layout, { isPlan }: Diagram): string {
  const numbers = new Map(boxes.map(({ box }, number) => [box.id, number]));
  return [
    ...frames.map(frameElement),
    lineElements(lines, numbers, isPlan),
    ...boxes.map((box, number) => boxElement(box, number, isPlan)),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function frameElement({ schema, x, y, width, height }: Frame): string {
  const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  return [
    `<rect class="frame" ${place} rx="10"/>`,
    textElement(schema, { x: x + 20, y: y + 28, classes: "schema soft" }),
  ].join("\n");
}

/** `16 tables, 2 views, 31 foreign keys`; of a plan also `1 added, 2 changed`. */
function counts({ boxes, lines, isPlan }: Diagram): string {
  const number = (count: number, one: string, many = `${one}s`): readonly string[] =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  const ofKind = (...kinds: readonly DiagramBox["kind"][]): number =>
    boxes.filter(({ kind }) => kinds.includes(kind)).length;
  const marked = (mark: Mark): number => boxes.filter((box) => box.mark === mark).length;
  const all = [
    ...number(ofKind("table", "foreign table"), "table"),
    ...number(ofKind("view", "materialized view"), "view"),
    ...number(ofKind("enum"), "enum"),
    ...number(lines.length, "foreign key"),
  ];
  const plan = (["added", "changed", "dropped"] as const).flatMap((mark) =>
    marked(mark) === 0 ? [] : [`${marked(mark)} ${mark}`],
  );
  const what = all.length === 0 ? "nothing" : all.join(", ");
  if (!isPlan) return what;
  return `${what}; the plan: ${plan.length === 0 ? "nothing changes" : plan.join(", ")}`;
}

function description(diagram: Diagram): string {
  const names = diagram.boxes.map(({ schema, name, mark }) => {
    const change = mark === "same" ? "" : ` (${mark})`;
    return `${schema}.${name}${change}`;
  });
  return `${counts(diagram)}. ${names.join(", ")}`;
}

interface Legend {
  readonly text: string;
  readonly height: number;
}

/** Only what the diagram has. */
function legendOf(diagram: Diagram, room: number): Legend {
  const { boxes, lines, isPlan } = diagram;
  const drawn = lines.filter(({ isDrawn }) => isDrawn);
  const rows = boxes.flatMap((box) => box.rows);
  const items: Item[] = [];
  if (isPlan) for (const mark of ["added", "changed", "dropped"] as const) items.push(markItem(mark));
  if (rows.some(({ keys }) => keys.includes("PK"))) items.push(wordItem("PK", "primary key"));
  if (rows.some(({ keys }) => keys.includes("FK"))) items.push(wordItem("FK", "foreign key"));
  if (rows.some(({ keys }) => keys.includes("UK"))) items.push(wordItem("UK", "unique"));
  if (rows.some(({ type }) => type.endsWith("?"))) items.push(wordItem("?", "may be null"));
  if (rows.some(({ to }) => to !== null))
    items.push(wordItem("→", "foreign key to a table that very many refer to"));
  if (drawn.some(({ target }) => target === "one")) items.push(endItem("one", "exactly one"));
  if (drawn.some((line) => line.target !== "one" || line.source === "one"))
    items.push(endItem("none or one", "one or none"));
  if (drawn.some(({ source }) => source === "many")) items.push(endItem("many", "any number"));
  return arrange(items, room);
}

interface Item {
  readonly width: number;
  readonly draw: (x: number, y: number) => string;
}

function markItem(mark: Exclude<Mark, "same">): Item {
  return {
    width: 30 + textWidth(mark, 12.5),
    draw: (x, y) =>
      [
        `<g class="${mark}"><rect class="ground ${mark}" x="${round(x)}" y="${round(y - 12)}" width="20" height="16" rx="3"/>`,
        `<rect class="edge" x="${round(x)}" y="${round(y - 12)}" width="20" height="16" rx="3"/></g>`,
        textElement(signs[mark], { x: x + 6, y: y + 1, classes: `sign word ${mark}` }),
        textElement(mark, { x: x + 27, y, classes: mark === "dropped" ? "gone" : "" }),
      ].join("\n"),
  };
}

function wordItem(word: string, meaning: string): Item {
  const left = textWidth(word, 10, "bold") + 7;
  return {
    width: left + textWidth(meaning, 12.5),
    draw: (x, y) =>
      `${textElement(word, { x, y, classes: "key" })}\n${textElement(meaning, { x: x + left, y, classes: "soft" })}`,
  };
}

function endItem(what: "one" | "none or one" | "many", meaning: string): Item {
  return {
    width: 38 + textWidth(meaning, 12.5),
    draw: (x, y) => {
      const [tip, back] = [
        { x: x + 30, y: y - 4 },
        { x, y: y - 4 },
      ];
      const way = `<path class="way" d="M${round(back.x)} ${round(back.y)}H${round(tip.x)}"/>`;
      const wall = `<path d="M${round(tip.x)} ${round(tip.y - 8)}v16"/>`;
      return `<g class="line">${way}${wall}${end(what, tip, back)}</g>\n${textElement(meaning, { x: x + 37, y, classes: "soft" })}`;
    },
  };
}

function arrange(items: readonly Item[], room: number): Legend {
  let [x, y] = [0, 14];
  const parts: string[] = [];
  for (const item of items) {
    if (x > 0 && x + item.width > room) [x, y] = [0, y + 22];
    parts.push(item.draw(x, y));
    x += item.width + 22;
  }
  return { text: parts.join("\n"), height: items.length === 0 ? 0 : y + 8 };
}

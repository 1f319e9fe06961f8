// Lines of a diagram as SVG: a way with round corners, and at each end how many rows belong together (crow's feet).
import type { DiagramLine } from "../../engine/index";
import { round, signs } from "./box";
import type { PlacedLine, Point } from "./layout";
import { lineColours } from "./style";
import { escaped } from "./text";

const radius = 6;

/**
 * All lines; those that share a beginning are drawn together, each such bundle over a gap in what lies below it. A colour
 * tells what a line refers to; in a plan colours are for what changes, which is drawn last.
 */
export function lineElements(
  lines: readonly PlacedLine[],
  numbers: ReadonlyMap<string, number>,
  isPlan: boolean,
): string {
  const bundles = new Map<string, PlacedLine[]>();
  for (const placed of lines) {
    const [first] = placed.points;
    if (first === undefined) continue;
    const key = `${first.x} ${first.y}`;
    bundles.set(key, [...(bundles.get(key) ?? []), placed]);
  }
  const targets = [...new Set(lines.map(({ line }) => line.to))];
  const colourOf = ({ line }: PlacedLine): string =>
    isPlan ? "" : ` c${targets.indexOf(line.to) % lineColours}`;
  const changes = (bundle: readonly PlacedLine[]): number =>
    bundle.some(({ line }) => line.mark !== "same") ? 1 : 0;
  return [...bundles.values()]
    .sort((left, right) => changes(left) - changes(right))
    .flatMap((bundle) => [
      ...bundle.map(({ points }) => `<path class="halo" d="${way(points)}"/>`),
      ...bundle.map((placed) => lineElement(placed, colourOf(placed), numbers)),
    ])
    .join("\n");
}

function lineElement(
  { line, points }: PlacedLine,
  colour: string,
  numbers: ReadonlyMap<string, number>,
): string {
  const { from, to, mark } = line;
  const first = points[0] ?? { x: 0, y: 0 };
  const last = points.at(-1) ?? first;
  return [
    `<g class="line${colour} ${mark}" data-from="b${numbers.get(from)}" data-to="b${numbers.get(to)}">`,
    `<title>${escaped(titleOf(line))}</title>`,
    `<path class="way" d="${way(points)}"/>`,
    end(line.target === "one" ? "one" : "none or one", first, points[1] ?? last),
    end(line.source === "many" ? "many" : "none or one", last, points.at(-2) ?? first),
    "</g>",
  ].join("\n");
}

function titleOf({ name, from, to, columns, source, target, mark }: DiagramLine): string {
  const plain = (id: string): string => id.slice("table ".length);
  const change = mark === "same" ? "" : `${signs[mark]} ${mark}: `;
  const many = source === "many" ? "any number of rows" : "at most one row";
  const one = target === "one" ? "exactly one row" : "one row or none";
  return `${change}${name}\n${plain(from)} (${columns.join(", ")}) refers to ${plain(to)}\n${many} to ${one}`;
}

/** A path with right angles, its corners rounded where there is room. */
function way(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let path = `M${at(first)}`;
  let previous = first;
  for (const [position, point] of rest.entries()) {
    const next = rest[position + 1];
    if (next === undefined) path += `L${at(point)}`;
    else {
      const room = Math.min(radius, distance(previous, point) / 2, distance(point, next) / 2);
      path += `L${at(towards(point, previous, room))}Q${at(point)} ${at(towards(point, next, room))}`;
    }
    previous = point;
  }
  return path;
}

const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function towards(from: Point, to: Point, by: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by };
}

/** @param tip where the line meets the box @param back another point of the line */
export function end(what: "one" | "none or one" | "many", tip: Point, back: Point): string {
  const across = tip.x === back.x ? { x: 1, y: 0 } : { x: 0, y: 1 };
  const beside = (point: Point, by: number): Point => ({
    x: point.x + across.x * by,
    y: point.y + across.y * by,
  });
  const bar = (by: number): string => {
    const middle = towards(tip, back, by);
    return `M${at(beside(middle, -4))}L${at(beside(middle, 4))}`;
  };
  const ring = (by: number): string => {
    const { x, y } = towards(tip, back, by);
    return `<circle cx="${round(x)}" cy="${round(y)}" r="3.6"/>`;
  };
  if (what === "one") return `<path d="${bar(6)}${bar(11)}"/>`;
  if (what === "none or one") return `<path d="${bar(6)}"/>${ring(13)}`;
  const foot = towards(tip, back, 11);
  return `<path d="M${at(foot)}L${at(beside(tip, -5.5))}M${at(foot)}L${at(beside(tip, 5.5))}"/>${ring(14.6)}`;
}

// The colours of a diagram, by day and by night, as CSS. Without variables, which drawing programs do not know.
import type { Mark } from "../../engine/index";
import { fontFamily } from "./text";

interface Theme {
  readonly paper: string;
  readonly box: string;
  readonly border: string;
  readonly head: string;
  readonly view: string;
  readonly enumeration: string;
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly frame: string;
  readonly key: string;
  readonly line: string;
  readonly lines: readonly string[];
  /** Ink and ground. */
  readonly marks: Readonly<Record<Exclude<Mark, "same">, readonly [string, string]>>;
}

const day: Theme = {
  paper: "#ffffff",
  box: "#ffffff",
  border: "#94a3b8",
  head: "#e2e8f0",
  view: "#dbeafe",
  enumeration: "#ede9fe",
  ink: "#0f172a",
  soft: "#526075",
  rule: "#e8edf3",
  frame: "#f6f8fb",
  key: "#334155",
  line: "#64748b",
  lines: ["#2563eb", "#c2410c", "#0f766e", "#9333ea", "#be123c", "#4d7c0f", "#0369a1", "#a16207"],
  marks: {
    added: ["#15803d", "#dcfce7"],
    changed: ["#b45309", "#fef3c7"],
    dropped: ["#b91c1c", "#fee2e2"],
  },
};

const night: Theme = {
  paper: "#0b1120",
  box: "#131c2e",
  border: "#475569",
  head: "#273449",
  view: "#1e3a5f",
  enumeration: "#3b2f63",
  ink: "#e5eaf2",
  soft: "#9fb0c6",
  rule: "#1e293b",
  frame: "#0f172a",
  key: "#cbd5e1",
  line: "#8494aa",
  lines: ["#60a5fa", "#fb923c", "#2dd4bf", "#c084fc", "#fb7185", "#a3e635", "#38bdf8", "#facc15"],
  marks: {
    added: ["#4ade80", "#12351f"],
    changed: ["#fbbf24", "#3d2f0c"],
    dropped: ["#f87171", "#451a1d"],
  },
};

/** How many colours there are for lines. */
export const lineColours = day.lines.length;

function rules(theme: Theme, scope: string): string {
  const lines = theme.lines.flatMap((colour, position) => [
    [`.c${position} path, .c${position} circle`, `stroke:${colour}`] as const,
  ]);
  const marks = Object.entries(theme.marks).flatMap(([mark, [ink, ground]]) => [
    [`.${mark}>.edge, .line.${mark} path, .line.${mark} circle`, `stroke:${ink}`] as const,
    [`.${mark}>.head, .ground.${mark}`, `fill:${ground}`] as const,
    [`.word.${mark}`, `fill:${ink}`] as const,
  ]);
  const all: readonly (readonly [string, string])[] = [
    [".paper", `fill:${theme.paper}`],
    [".edge", `fill:none;stroke:${theme.border}`],
    [".box", `fill:${theme.box}`],
    [".head", `fill:${theme.head}`],
    [".view>.head", `fill:${theme.view}`],
    [".enum>.head", `fill:${theme.enumeration}`],
    ["text", `fill:${theme.ink}`],
    [".soft", `fill:${theme.soft}`],
    [".key", `fill:${theme.key}`],
    [".rule", `stroke:${theme.rule}`],
    [".frame", `fill:${theme.frame};stroke:${theme.border}`],
    [".line path, .line circle", `stroke:${theme.line}`],
    [".line circle", `fill:${theme.paper}`],
    [".halo", `stroke:${theme.paper}`],
    ...lines,
    ...marks,
  ];
  const scoped = (selector: string): string =>
    selector
      .split(", ")
      .map((each) => `${scope}${each}`)
      .join(",");
  return all.map(([selector, declarations]) => `${scoped(selector)}{${declarations}}`).join("\n");
}

const shapes = `text{font-family:${fontFamily};font-size:12.5px}
.name{font-weight:bold;font-size:14px}
.small{font-size:11px}
.key{font-size:9.5px;font-weight:bold}
.schema{font-size:17px;font-weight:bold}
.title{font-size:20px;font-weight:bold}
.sign{font-weight:bold;font-size:14px}
.edge{stroke-width:1.2}
.line path{fill:none;stroke-width:1.5}
.line circle{stroke-width:1.5}
.halo{fill:none;stroke-width:6}
.rule{stroke-width:1}
.added>.edge,.changed>.edge,.dropped>.edge{stroke-width:2.4}
.dropped>.edge,.line.dropped .way{stroke-dasharray:7 5}
.line.added path,.line.changed path,.line.dropped path{stroke-width:2.4}
.outside>.edge{stroke-dasharray:3 3}
.gone{text-decoration:line-through}
.quiet{opacity:.62}`;

/** The day by itself; the night where the reader's system asks for it, or the page does (`data-theme` on the drawing). */
export function styleSheet(): string {
  return `${shapes}
${rules(day, "")}
@media (prefers-color-scheme:dark){
${rules(night, "svg:not([data-theme=light]) ")}
}
${rules(night, "svg[data-theme=dark] ")}`;
}

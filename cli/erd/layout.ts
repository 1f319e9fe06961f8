// Where everything of a diagram stands: boxes and lines placed by ELK's layered algorithm, boxes without lines packed beside
// them. The same diagram always gets the same places. What is referred to stands to the left of what refers to it.
import type { ElkExtendedEdge, ElkNode, ElkPort } from "elkjs/lib/elk-api";
import type { Diagram, DiagramLine } from "../../engine/index";
import { packIslands } from "./islands";
import { type Measured, measure } from "./measure";
import { type Packed, pack } from "./pack";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedBox extends Measured, Point {}

export interface PlacedLine {
  readonly line: DiagramLine;
  /** From the row that is referred to, to the row that refers. */
  readonly points: readonly Point[];
}

/** The frame around the boxes of one Postgres schema. */
export interface Frame extends Point {
  readonly schema: string;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
  /** None where all boxes are of one schema. */
  readonly frames: readonly Frame[];
}

const gap = 30;
const frameTop = 46;

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.aspectRatio": "1.6",
  "elk.spacing.nodeNode": String(gap),
  "elk.spacing.componentComponent": "44",
  "elk.spacing.edgeEdge": "9",
  "elk.spacing.nodeSelfLoop": "30",
  "elk.spacing.edgeNode": "18",
  "elk.layered.spacing.nodeNodeBetweenLayers": "64",
  "elk.layered.spacing.edgeNodeBetweenLayers": "26",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "9",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.thoroughness": "14",
  "elk.randomSeed": "1",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
};

/** Width by height that a diagram is brought near to: that of a screen. */
const aspect = 1.5;

/** @throws where a line meets a box that the diagram does not have */
export async function layOut(diagram: Diagram): Promise<Layout> {
  const measured = diagram.boxes.map((box) => measure(box, diagram));
  const drawn = diagram.lines.filter(({ isDrawn }) => isDrawn);
  const ports = portsOf(drawn, measured);
  const connected = new Set(drawn.flatMap(({ from, to }) => [from, to]));
  const nodeOf = (each: Measured): ElkNode => ({
    id: each.box.id,
    width: each.width,
    height: each.height,
    layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    ports: [...(ports.get(each.box.id)?.values() ?? [])],
  });
  const edges = drawn.map(edgeOf);
  if (diagram.schemas.length <= 1) {
    const children = measured.map(nodeOf);
    const root = await runElk({ id: "root", layoutOptions: options, children, edges });
    return { ...packIslands(placed(root, measured, drawn, new Map()), gap, aspect), frames: [] };
  }
  const packs = new Map<string, PackedBoxes>();
  const children = diagram.schemas.map((schema): ElkNode => {
    const own = measured.filter(({ box }) => box.schema === schema);
    const alone = own.filter(({ box }) => !connected.has(box.id));
    const nodes = own.filter(({ box }) => connected.has(box.id)).map(nodeOf);
    if (alone.length > 0) {
      const packed = pack(alone, gap, nodes.length === 0 ? aspect : 0.7);
      packs.set(`pack ${schema}`, { boxes: alone, packed });
      nodes.push({ id: `pack ${schema}`, width: packed.width, height: packed.height });
    }
    const layoutOptions = { ...options, "elk.padding": `[top=${frameTop},left=20,bottom=20,right=20]` };
    return { id: `frame ${schema}`, children: nodes, layoutOptions };
  });
  const layoutOptions = { ...options, "elk.hierarchyHandling": "INCLUDE_CHILDREN" };
  const root = await runElk({ id: "root", layoutOptions, children, edges });
  const { width = 0, height = 0 } = root;
  return { ...placed(root, measured, drawn, packs), width, height, frames: framesOf(root) };
}

interface PackedBoxes {
  readonly boxes: readonly Measured[];
  readonly packed: Packed;
}

/** Without a worker of its own, ELK runs in this process and has nothing to be ended. */
async function runElk(graph: ElkNode): Promise<ElkNode> {
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  return new Elk().layout(graph);
}

/** Lines to the same row share a port, and so their way; those that may be empty end beside those that may not. */
const sourcePort = ({ to, toRow, target, mark }: DiagramLine): string => `${to} | ${toRow} ${target} ${mark}`;
const targetPort = ({ from, fromRow, name }: DiagramLine): string => `${from} | ${fromRow} from ${name}`;

function edgeOf(line: DiagramLine): ElkExtendedEdge {
  return { id: `line ${line.name}`, sources: [sourcePort(line)], targets: [targetPort(line)] };
}

function portsOf(
  lines: readonly DiagramLine[],
  boxes: readonly Measured[],
): ReadonlyMap<string, ReadonlyMap<string, ElkPort>> {
  const found = new Map(boxes.map(({ box }) => [box.id, new Map<string, ElkPort>()]));
  const sizesOf = new Map(boxes.map((each) => [each.box.id, each]));
  const add = (box: string, id: string, side: "EAST" | "WEST", row: number | null, shift: number): void => {
    const [own, ports] = [sizesOf.get(box), found.get(box)];
    if (own === undefined || ports === undefined)
      throw new Error(`a line of the diagram meets no box: ${box}`);
    const x = side === "EAST" ? own.width : 0;
    const layoutOptions = { "elk.port.side": side };
    ports.set(id, { id, x, y: own.middleOf(row) + shift, width: 0, height: 0, layoutOptions });
  };
  for (const line of lines) {
    const isSelf = line.from === line.to;
    add(line.to, sourcePort(line), "EAST", line.toRow, line.target === "one" ? -5 : 5);
    add(line.from, targetPort(line), isSelf ? "EAST" : "WEST", line.fromRow, 0);
  }
  return found;
}

function placed(
  root: ElkNode,
  measured: readonly Measured[],
  drawn: readonly DiagramLine[],
  packs: ReadonlyMap<string, PackedBoxes>,
): Pick<Layout, "boxes" | "lines"> {
  const [nodes, edges] = [new Map<string, ElkNode>(), new Map<string, ElkExtendedEdge>()];
  const visit = (node: ElkNode): void => {
    nodes.set(node.id, node);
    for (const edge of node.edges ?? []) edges.set(edge.id, edge);
    for (const child of node.children ?? []) visit(child);
  };
  visit(root);
  const places = new Map<string, Point>();
  for (const { id, x = 0, y = 0 } of nodes.values()) places.set(id, { x, y });
  for (const [id, { boxes, packed }] of packs) {
    const { x, y } = places.get(id) ?? { x: 0, y: 0 };
    for (const [position, { box }] of boxes.entries()) {
      const inside = packed.places[position] ?? { x: 0, y: 0 };
      places.set(box.id, { x: x + inside.x, y: y + inside.y });
    }
  }
  const boxes = measured.map((each) => ({ ...each, ...(places.get(each.box.id) ?? { x: 0, y: 0 }) }));
  const lines = drawn.map((line) => {
    const sections = edges.get(`line ${line.name}`)?.sections ?? [];
    return {
      line,
      points: sections.flatMap((one) => [one.startPoint, ...(one.bendPoints ?? []), one.endPoint]),
    };
  });
  return { boxes, lines };
}

function framesOf({ children = [] }: ElkNode): readonly Frame[] {
  return children.map(({ id, x = 0, y = 0, width = 0, height = 0 }) => ({
    schema: id.slice("frame ".length),
    x,
    y,
    width,
    height,
  }));
}

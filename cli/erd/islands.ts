// Parts of a layout that no line connects are put together anew: as they come they leave much of the page empty.
import type { PlacedBox, PlacedLine, Point } from "./layout";
import { pack } from "./pack";

interface Drawn {
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
}

interface Island extends Drawn {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function packIslands(
  drawn: Drawn,
  gap: number,
  aspect: number,
): Drawn & { width: number; height: number } {
  const islands = islandsOf(drawn).map(measured);
  const packed = pack(islands, gap, aspect);
  const moved = islands.map(({ boxes, lines, left, top }, position) => {
    const place = packed.places[position] ?? { x: 0, y: 0 };
    const shift = <P extends Point>(point: P): P => ({
      ...point,
      x: point.x - left + place.x,
      y: point.y - top + place.y,
    });
    return {
      boxes: boxes.map(shift),
      lines: lines.map(({ line, points }) => ({ line, points: points.map((point) => shift(point)) })),
    };
  });
  const order = new Map(drawn.boxes.map(({ box }, position) => [box.id, position]));
  const boxes = moved
    .flatMap((each) => each.boxes)
    .sort((a, b) => (order.get(a.box.id) ?? 0) - (order.get(b.box.id) ?? 0));
  return { boxes, lines: moved.flatMap((each) => each.lines), width: packed.width, height: packed.height };
}

function islandsOf({ boxes, lines }: Drawn): readonly Drawn[] {
  const above = new Map<string, string>();
  const topOf = (id: string): string => {
    let top = id;
    for (let next = above.get(top); next !== undefined; next = above.get(top)) top = next;
    return top;
  };
  for (const { line } of lines) {
    const [from, to] = [topOf(line.from), topOf(line.to)];
    if (from !== to) above.set(from, to);
  }
  const tops = [...new Set(boxes.map(({ box }) => topOf(box.id)))];
  return tops.map((top) => ({
    boxes: boxes.filter(({ box }) => topOf(box.id) === top),
    lines: lines.filter(({ line }) => topOf(line.from) === top),
  }));
}

function measured(drawn: Drawn): Island {
  const points = drawn.lines.flatMap((line) => line.points);
  const lefts = [...drawn.boxes, ...points].map(({ x }) => x);
  const tops = [...drawn.boxes, ...points].map(({ y }) => y);
  const rights = [...drawn.boxes.map(({ x, width }) => x + width), ...points.map(({ x }) => x)];
  const bottoms = [...drawn.boxes.map(({ y, height }) => y + height), ...points.map(({ y }) => y)];
  const [left, top] = [Math.min(...lefts), Math.min(...tops)];
  return { ...drawn, left, top, width: Math.max(...rights) - left, height: Math.max(...bottoms) - top };
}

// Rectangles put beside and below each other, so that a screen is filled and not a strip. The same list is always packed alike.

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Packed extends Size {
  /** In the order of what was packed. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
}

/** The packing, of those of several widths, whose shape is nearest to `aspect` (width by height) without wasting room. */
export function pack(sizes: readonly Size[], gap: number, aspect: number): Packed {
  const widest = Math.max(0, ...sizes.map(({ width }) => width));
  const area = sizes.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  let best: Packed = { width: 0, height: 0, places: [] };
  let least = Number.POSITIVE_INFINITY;
  for (let step = 6; step <= 24; step += 1) {
    const tried = packInto(sizes, Math.max(widest, (Math.sqrt(area * aspect) * step) / 12), gap);
    const shape = Math.abs(Math.log(tried.width / tried.height / aspect));
    const cost = tried.width * tried.height * (1 + shape);
    if (cost < least) [best, least] = [tried, cost];
  }
  return best;
}

/** A piece of the line above which all room is taken. */
interface Ledge {
  readonly x: number;
  readonly width: number;
  readonly y: number;
}

/** Tall ones first, each at the highest place that is wide enough for it. */
function packInto(sizes: readonly Size[], room: number, gap: number): Packed {
  const order = sizes
    .map((_, position) => position)
    .sort((a, b) => (sizes[b]?.height ?? 0) - (sizes[a]?.height ?? 0) || a - b);
  let ledges: readonly Ledge[] = [{ x: 0, width: room + gap, y: 0 }];
  const places: { x: number; y: number }[] = sizes.map(() => ({ x: 0, y: 0 }));
  let [width, height] = [0, 0];
  for (const position of order) {
    const size = sizes[position] ?? { width: 0, height: 0 };
    const place = placeFor(ledges, size.width + gap);
    places[position] = place;
    ledges = covered(ledges, place, size.width + gap, place.y + size.height + gap);
    width = Math.max(width, place.x + size.width);
    height = Math.max(height, place.y + size.height);
  }
  return { width, height, places };
}

function placeFor(ledges: readonly Ledge[], width: number): { x: number; y: number } {
  const end = ledges.reduce((right, ledge) => Math.max(right, ledge.x + ledge.width), 0);
  let best = { x: 0, y: Number.POSITIVE_INFINITY };
  for (const { x } of ledges) {
    if (x + width > end + 0.01 && x > 0) continue;
    const below = ledges.filter((ledge) => ledge.x < x + width && ledge.x + ledge.width > x);
    const y = Math.max(...below.map((ledge) => ledge.y));
    if (y < best.y) best = { x, y };
  }
  return best;
}

function covered(ledges: readonly Ledge[], { x }: { x: number }, width: number, y: number): readonly Ledge[] {
  const left = ledges
    .filter((ledge) => ledge.x < x)
    .map((ledge) => ({ ...ledge, width: Math.min(ledge.width, x - ledge.x) }));
  const right = ledges
    .filter((ledge) => ledge.x + ledge.width > x + width)
    .map((ledge) => {
      const start = Math.max(ledge.x, x + width);
      return { x: start, width: ledge.x + ledge.width - start, y: ledge.y };
    });
  return [...left, { x, width, y }, ...right];
}

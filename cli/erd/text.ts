// Text in a drawing: how wide it is without a font at hand, how it is cut, and how it is written into XML and HTML.

/** Advance widths of Helvetica, from space to tilde, in thousandths of the font's size (Adobe's metrics of the standard 14 fonts). */
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** Fonts of these metrics, so that what was measured is what is drawn. */
export const fontFamily = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif";

/** @returns pixels, at least those that the text takes in such a font */
export function textWidth(text: string, size: number, weight: "normal" | "bold" = "normal"): number {
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    sum += widths[code - 32] ?? (code < 0x1100 ? 650 : 1000);
  }
  return (sum / 1000) * size * (weight === "bold" ? 1.1 : 1.02);
}

/** The text, or its beginning and an ellipsis. */
export function clipped(
  text: string,
  size: number,
  room: number,
  weight: "normal" | "bold" = "normal",
): string {
  if (textWidth(text, size, weight) <= room) return text;
  let kept = "";
  for (const character of text) {
    if (textWidth(`${kept}${character}…`, size, weight) > room) break;
    kept += character;
  }
  return `${kept}…`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text as content or attribute of XML and HTML. Characters that XML has no place for, or that would turn the direction of
 * the text around them, are shown as U+FFFD.
 */
export function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll(/[^\P{C}\t\n\r]/gu, "\u{fffd}");
}

// The generated parts of a document: each stands between two comments that name it. Everything else is left as it is.

const opening = (name: string): string => `<!-- generated: ${name} -->`;
const closing = "<!-- end of generated -->";

/**
 * Puts each text between its comments.
 * @throws where a document lacks the comments of a part, or has comments of a part that nobody generates
 */
export function fillBlocks(file: string, document: string, blocks: Readonly<Record<string, string>>): string {
  const wanted = new Set([...document.matchAll(/<!-- generated: (.+?) -->/g)].map((match) => match[1] ?? ""));
  for (const name of wanted) {
    if (!(name in blocks)) throw new Error(`${file}: nothing generates "${name}"`);
  }
  return Object.entries(blocks).reduce((text, [name, block]) => fill(file, text, name, block), document);
}

function fill(file: string, document: string, name: string, block: string): string {
  const start = document.indexOf(opening(name));
  const end = start < 0 ? -1 : document.indexOf(closing, start);
  if (end < 0) throw new Error(`${file} lacks the lines "${opening(name)}" and "${closing}"`);
  const head = document.slice(0, start + opening(name).length);
  return `${head}\n${block.trim()}\n${document.slice(end)}`;
}

/** Characters that would end a cell of a Markdown table. */
export function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

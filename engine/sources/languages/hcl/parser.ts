// The parser of HCL, loaded when a source has a file of it: whether a text is HCL, and what its expressions are. Its JSON
// has neither order nor lines, so blocks are found by the scanner and their expressions are parsed in one flat text.
import { type Attribute, type Block, HclError } from "./block";
import { type HclComment, scan } from "./scanner";

/** As the parser gives it: what it cannot evaluate is text in `${…}`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface HclFile {
  readonly file: string;
  readonly blocks: readonly Block[];
  readonly comments: readonly HclComment[];
  readonly expressions: ReadonlyMap<Attribute, Json>;
}

type Parse = (name: string, text: string) => Promise<Readonly<Record<string, Json>>>;

const position = /source:(\d+),\d+-[\d,]+: /;

/** The first thing that is wrong, in the words of the parser. */
function syntaxError(file: string, error: unknown): HclError {
  const whole = error instanceof Error ? error.message : String(error);
  const found = position.exec(whole);
  if (found === null) return new HclError({ file, line: 1 }, `The file is not HCL: ${whole}`);
  const said = whole.slice(found.index + found[0].length).split(/ source:\d+,\d+-[\d,]+: /)[0] ?? "";
  const words = said
    .replace(/\]$/, "")
    .replace("; ", ": ")
    .replace(/source:(\d+),[\d,-]+/g, "line $1");
  return new HclError({ file, line: Number(found[1]) }, words);
}

/** The parser does not say where it meets blocks of one type with and without names. */
function withoutLabel(file: string, text: string, error: unknown): HclError | null {
  const type = /invalid HCL detected for "([^"]+)" block, cannot have blocks with and without labels/.exec(
    error instanceof Error ? error.message : "",
  )?.[1];
  const every = (blocks: readonly Block[]): readonly Block[] =>
    blocks.flatMap((block) => [block, ...every(block.blocks)]);
  const found =
    type === undefined
      ? undefined
      : every(scan(file, text).blocks).find((block) => block.type === type && block.labels.length === 0);
  if (found === undefined) return null;
  return new HclError(found, `This block ${type} lacks its name in quotes, which others of its type have.`);
}

function attributesOf({ attributes, blocks }: Pick<Block, "attributes" | "blocks">): readonly Attribute[] {
  return [...attributes, ...blocks.flatMap(attributesOf)];
}

function divided(file: string): HclError {
  const message =
    "The file is HCL, and its blocks are not found: this is a bug in stackschema. Please report it with the file.";
  return new HclError({ file, line: 1 }, message);
}

/**
 * @param text with lines ended by a line feed
 * @throws HclError at the line where the text stops being HCL
 */
export async function parseFile(file: string, text: string): Promise<HclFile> {
  const { parse }: { parse: Parse } = await import("@cdktn/hcl2json");
  const whole = await parse("source", text).catch((error: unknown) => {
    throw withoutLabel(file, text, error) ?? syntaxError(file, error);
  });
  const scanned = scan(file, text);
  const seen = new Set([
    ...scanned.blocks.map(({ type }) => type),
    ...scanned.attributes.map(({ name }) => name),
  ]);
  // Both must see the same: a block that one of them does not see would be passed over.
  if (Object.keys(whole).sort().join(" ") !== [...seen].sort().join(" ")) throw divided(file);
  const [stray] = scanned.attributes;
  if (stray !== undefined) {
    const message = `The attribute ${stray.name} stands outside of every block. Values of one's own go into a block \`locals\`.`;
    throw new HclError(stray, message);
  }
  const attributes = attributesOf(scanned);
  const flat = attributes.map((attribute, index) => `a${index} = ${attribute.text.trim()}\n`).join("");
  const values = await parse("source", flat).catch(() => {
    throw divided(file);
  });
  const expressions = new Map(
    attributes.map((attribute, index): [Attribute, Json] => [attribute, values[`a${index}`] ?? null]),
  );
  return { file, blocks: scanned.blocks, comments: scanned.comments, expressions };
}

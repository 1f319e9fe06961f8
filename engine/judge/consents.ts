// Consents as text: `drop column app.customers.fax 3f2a1b9c` is the change (verb and object id) and the hash of what it
// destroys. Pure text; knows no kind of object. Names inside an id may be quoted and hold anything, spaces included.
import type { ConsentRequest } from "../plan/model";

const hash = /^[0-9a-f]{8}$/i;

/** The consent that the settings must hold, in the one way it is written. */
export function formatConsent(request: ConsentRequest): string {
  return `${request.change} ${request.hash}`;
}

/** Reads a consent from the settings; null where its last word is no hash. */
export function parseConsent(text: string): ConsentRequest | null {
  const words = splitWords(text);
  const last = words.at(-1);
  if (last === undefined || words.length < 3 || !hash.test(last)) return null;
  return { change: words.slice(0, -1).join(" "), hash: last.toLowerCase() };
}

/** A change with single spaces between its words and its quoted names untouched. */
export function normaliseChange(text: string): string {
  return splitWords(text).join(" ");
}

/** One argument of a POSIX shell, whatever it holds: nothing is special between single quotes but the quote itself. */
export function shellQuote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/** Words separated by blanks; a quoted name or text belongs to its word with everything in it. */
function splitWords(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let quote = "";
  for (const character of text) {
    if (quote === "" && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = "";
    if (quote !== "" || !/\s/.test(character)) {
      word += character;
    } else if (word !== "") {
      words.push(word);
      word = "";
    }
  }
  if (word !== "") words.push(word);
  return words;
}

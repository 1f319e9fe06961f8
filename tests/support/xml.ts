// Whether a text is well-formed XML, as far as our drawings use it: elements, attributes, text, character references.

/** @returns the names of all elements, in order; throws at the first thing that an XML parser would refuse */
export function elementsOf(xml: string): readonly string[] {
  const names: string[] = [];
  const open: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 does not allow
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
  if (forbidden.test(xml)) throw new Error("a character that XML does not have");
  const part = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?::[\w-]+)?="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  for (let at = 0; at < xml.length; ) {
    part.lastIndex = at;
    const found = part.exec(xml);
    if (found === null) throw new Error(`no XML: ${xml.slice(at, at + 60)}`);
    const [whole, closing, name, attributes = "", empty, text] = found;
    for (const words of [attributes, text ?? ""])
      if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(words)) throw new Error(`a bare ampersand: ${words}`);
    const attributeNames = [...attributes.matchAll(/([\w-]+(?::[\w-]+)?)=/g)].map((match) => match[1]);
    if (new Set(attributeNames).size < attributeNames.length) throw new Error(`an attribute twice: ${whole}`);
    if (name !== undefined) {
      if (closing === "/") {
        if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      } else {
        names.push(name);
        if (empty !== "/") open.push(name);
      }
    } else if (open.length === 0 && text?.trim() !== "") throw new Error("text outside of every element");
    at = part.lastIndex;
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(", ")}`);
  return names;
}

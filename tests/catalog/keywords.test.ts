// The list of words that need quotes, compared with what every supported server says of itself.
import { describe, expect, it } from "vitest";
import { quoteName } from "../../engine/catalog/names";
import { reservedWords } from "../../engine/catalog/reserved-words";
import { connected } from "../support/corpus-databases";
import { majors, sharedServer } from "../support/postgres";

interface Word {
  readonly word: string;
  readonly code: string;
  /** As the server's own `quote_ident` writes it. */
  readonly quoted: string;
}

async function wordsOf(major: (typeof majors)[number]): Promise<readonly Word[]> {
  const { target } = await sharedServer(major);
  return connected(target, async (client) => {
    const { rows } = await client.query<Word>(
      "SELECT word, catcode AS code, quote_ident(word) AS quoted FROM pg_get_keywords()",
    );
    return rows;
  });
}

describe.each(majors)("the key words of Postgres %i", (major) => {
  it("are quoted wherever the server itself would quote them", async () => {
    const words = await wordsOf(major);
    expect(words.length).toBeGreaterThan(400);
    const bare = words.filter(({ word, quoted }) => quoted !== word && quoteName(word) === word);
    expect(bare).toEqual([]);
  });

  it("are quoted wherever they cannot name a column, a function or a type", async () => {
    const words = await wordsOf(major);
    const special = words.filter(({ code }) => code !== "U").map(({ word }) => word);
    expect(special.filter((word) => !reservedWords.has(word))).toEqual([]);
  });
});

it("quotes no word that no server keeps to itself", async () => {
  const special = new Set<string>();
  for (const major of majors)
    for (const { word, code } of await wordsOf(major)) if (code !== "U") special.add(word);
  expect([...reservedWords].filter((word) => !special.has(word))).toEqual([]);
});

it("writes names that every server reads back as they were", async () => {
  const names = [
    "plain",
    "Capital",
    'qu"ote',
    "sp ace",
    "dot.ted",
    "1digit",
    "ünïcode",
    "💥",
    "a$b",
    "user",
    "",
    "_x",
  ];
  const { target } = await sharedServer(17);
  await connected(target, async (client) => {
    for (const name of names.filter((text) => text !== "")) {
      const { fields } = await client.query(`SELECT 1 AS ${quoteName(name)}`);
      expect(fields.map((field) => field.name)).toEqual([name]);
    }
  });
});

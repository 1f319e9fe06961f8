// doc-contract: what an application promises stands in its CONTRACT.md, and what stands there is so.
import { codeIn, idOf, mentionsIn, parts, prefixOf, readContract, type Section } from "./framework/contract";
import { exceptionsFile, readExceptions } from "./framework/exceptions";
import type { Breach, Gate } from "./framework/model";
import type { Papers } from "./framework/papers";
import { gateIds } from "./ids";

export const docContract: Gate = {
  level: "mandatory",
  why: "a promise that stands nowhere is broken by whoever did not hear of it",
  appliesTo: "the application: its CONTRACT.md, its gates.yaml, and every text that names an invariant",
  check: ({ papers }) => {
    const { contract, source, application } = papers;
    const prefix = prefixOf(application);
    if (contract === null) {
      const skeleton = `## <section>, with ${parts.map((part) => `### ${part}`).join(", ")} in each; an invariant is - **${prefix}-1** <what always holds>`;
      return [
        {
          object: "contract",
          message: `${source}/CONTRACT.md does not exist. Write it: ${skeleton}`,
          sql: null,
        },
      ];
    }
    const sections = readContract(contract);
    const at = (line: number): string => `${source}/CONTRACT.md:${line}`;
    if (sections.length === 0)
      return [{ object: "contract", message: `${source}/CONTRACT.md has no section (## …)`, sql: null }];
    return [
      ...sections.flatMap((section) => incomplete(section, at)),
      ...identities(sections, papers, at),
      ...sources(sections, papers, at),
      ...exceptions(sections, papers, at),
    ];
  },
};

type At = (line: number) => string;
const breach = (object: string, message: string): Breach => ({ object, message, sql: null });

function incomplete(section: Section, at: At): readonly Breach[] {
  const missing = parts.filter((part) => (section.parts.get(part) ?? []).length === 0);
  const unknown = [...section.parts.keys()].filter((name) => !parts.some((part) => part === name));
  const object = `section ${section.title}`;
  return [
    ...missing.map((part) =>
      breach(
        object,
        `${at(section.line)}: the section ${section.title} says nothing under ### ${part}; write "None." where there is none`,
      ),
    ),
    ...unknown.map((name) =>
      breach(
        object,
        `${at(section.line)}: the section ${section.title} has ### ${name}; the parts are ${parts.join(", ")}`,
      ),
    ),
  ];
}

/** Ids are stable and said once here; whatever is promised is named where it is kept, and whatever is named is promised. */
function identities(sections: readonly Section[], papers: Papers, at: At): readonly Breach[] {
  const prefix = prefixOf(papers.application);
  const lines = new Map<string, number>();
  const found: Breach[] = [];
  for (const item of sections.flatMap((section) => section.parts.get("Invariants") ?? [])) {
    const id = idOf(item);
    const first = id === null ? undefined : lines.get(id);
    if (id === null || !id.startsWith(`${prefix}-`))
      found.push(
        breach(
          "contract",
          `${at(item.line)}: an invariant begins with its id: - **${prefix}-1** <what always holds>`,
        ),
      );
    else if (first !== undefined)
      found.push(
        breach(
          `invariant ${id}`,
          `${at(item.line)}: ${id} is the id of the invariant in line ${first} already`,
        ),
      );
    else lines.set(id, item.line);
  }
  const mentions = mentionsIn(papers.texts, prefix);
  for (const { id, file, line } of mentions)
    if (!lines.has(id))
      found.push(
        breach(
          `invariant ${id}`,
          `${file}:${line}: ${id} is named here, and ${papers.source}/CONTRACT.md has no such invariant`,
        ),
      );
  const named = new Set(mentions.map(({ id }) => id));
  for (const [id, line] of lines)
    if (!named.has(id))
      found.push(
        breach(
          `invariant ${id}`,
          `${at(line)}: nothing names ${id}: write it in a comment of the SQL that keeps it, or of the code that tests it`,
        ),
      );
  return found;
}

/** Files and gates that the document refers to. */
function sources(sections: readonly Section[], { source, paths }: Papers, at: At): readonly Breach[] {
  const missing = sections.flatMap((section) =>
    (section.parts.get("Source") ?? []).flatMap((item) =>
      codeIn(item)
        .filter((code) => /\.(sql|hcl|ts)$/.test(code) && !paths.includes(`${source}/${code}`))
        .map((code) => breach("contract", `${at(item.line)}: there is no file ${source}/${code}`)),
    ),
  );
  const unknown = sections.flatMap((section) =>
    (section.parts.get("Validated") ?? []).flatMap((item) =>
      codeIn(item)
        .filter((code) => /^[a-z]+(-[a-z]+)+$/.test(code) && !gateIds.some((id) => id === code))
        .map((code) => breach("contract", `${at(item.line)}: no gate is called ${code}`)),
    ),
  );
  return [...missing, ...unknown];
}

/** `- \`gate\` \`object id\`: why`, for each entry of gates.yaml, and for none that is not there. */
function exceptions(sections: readonly Section[], papers: Papers, at: At): readonly Breach[] {
  const file = `${papers.source}/${exceptionsFile}`;
  // Whether they have ended is told where they are used.
  const read = readExceptions(papers.exceptions, { file, gates: gateIds, today: "" });
  const told = sections.flatMap((section) =>
    (section.parts.get("Exceptions") ?? []).flatMap((item) => {
      const [gate = "", object = ""] = codeIn(item);
      return gate === "" ? [] : [{ gate, object, line: item.line }];
    }),
  );
  return [
    ...read.exceptions
      .filter((one) => !told.some(({ gate, object }) => gate === one.gate && object === one.object))
      .map(({ gate, object, line }) =>
        breach(
          object,
          `${file}:${line}: the contract does not tell of this exception: write - \`${gate}\` \`${object}\`: <why> under ### Exceptions`,
        ),
      ),
    ...told
      .filter(
        (one) => !read.exceptions.some(({ gate, object }) => gate === one.gate && object === one.object),
      )
      .map(({ gate, object, line }) =>
        breach(
          object === "" ? "contract" : object,
          `${at(line)}: ${file} has no exception from ${gate} for ${object}`,
        ),
      ),
  ];
}

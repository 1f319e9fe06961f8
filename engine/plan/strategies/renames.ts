// Renames that the source asks for: what is still to be done, as steps that come first. Done once, silent after that. Pure.
import { type AnyObject, type Catalog, type Kind, kinds } from "../../catalog/model";
import { isRelation, quoteName, quotePath } from "../../catalog/names";
import { type Draft, draft, lock } from "../draft";
import { breaksOldCode } from "../hazards";
import type { Finding } from "../model";
import { RenameChains } from "./rename-order";
import { retiredPath } from "./type-swap";

/** What a directive of the source says; `type` stands for an enum, a domain or a composite type. */
export interface RenameDirective {
  readonly kind: Kind | "type";
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly file: string;
  readonly line: number;
}

export interface PendingRenames {
  readonly drafts: readonly Draft[];
  readonly findings: readonly Finding[];
}

const typeKinds: readonly Kind[] = ["enum", "domain", "composite"];
const kindsOf = (kind: Kind | "type"): readonly Kind[] => (kind === "type" ? typeKinds : [kind]);
const order = (kind: Kind | "type"): number =>
  kind === "type" ? kinds.indexOf("enum") : kinds.indexOf(kind);

/** Containers first, so that a column can be renamed in a table that is renamed too. */
export function pendingRenames(
  directives: readonly RenameDirective[],
  live: Catalog,
  desired: Catalog,
): PendingRenames {
  const sorted = [...directives].sort((left, right) => order(left.kind) - order(right.kind));
  const renames = new Renames(new RenameChains(sorted), live, desired);
  for (const group of renames.chains.groups()) {
    const [first] = group;
    if (group.length > 1) renames.circle(group);
    else if (first) renames.one(first);
  }
  return renames;
}

class Renames implements PendingRenames {
  readonly drafts: Draft[] = [];
  readonly findings: Finding[] = [];
  readonly #moves: { readonly from: readonly string[]; readonly to: readonly string[] }[] = [];
  readonly #renamed = new Set<AnyObject>();

  constructor(
    readonly chains: RenameChains,
    private readonly live: Catalog,
    private readonly desired: Catalog,
  ) {}

  one(directive: RenameDirective): void {
    const before = this.#find(directive.kind, directive.from);
    const after = find(this.desired, directive.kind, directive.to);
    const there = this.#find(directive.kind, directive.to);
    const taken = there && there !== before && !this.#renamed.has(there) ? there : undefined;
    if (after && before && taken && this.#wasDone(directive)) return;
    const problem = this.#problemOf(directive, before, taken, after);
    if (problem) this.findings.push(problem);
    else if (before && after) this.#rename(before, after);
  }

  /** Names that change places: nothing but the definitions tells whether it was done, so they must tell it clearly. */
  circle(directives: readonly RenameDirective[]): void {
    const members = directives.map((directive) => ({
      directive,
      before: this.#find(directive.kind, directive.from),
      there: this.#find(directive.kind, directive.to),
      after: find(this.desired, directive.kind, directive.to),
    }));
    if (members.every(({ before }) => before === undefined)) return;
    const isAll = (side: "before" | "there"): boolean =>
      members.every(
        ({ [side]: object, after }) =>
          object && after && likeness(object, this.live) === likeness(after, this.desired),
      );
    const [isPending, isDone] = [isAll("before"), isAll("there")];
    if (isDone && !isPending) return;
    const [first] = members;
    if (!first) return;
    if (!isPending || isDone) {
      const message =
        "the definitions do not tell whether these names have changed places already: rename by way of a third name in two runs, or remove the directives";
      this.findings.push(problem(first.directive, "rename-circle-unclear", message));
      return;
    }
    const bundle = `circle of ${quotePath(first.directive.from)}`;
    const { before, after } = first;
    if (before && after) this.#rename(before, { ...after, path: retiredPath(before.path) }, bundle);
    for (const member of [...members.slice(1).reverse(), first])
      if (member.before && member.after) this.#rename(member.before, member.after, bundle);
  }

  /** Whether what bears the old name came to it by another directive, whose own old name is free since. */
  #wasDone(directive: RenameDirective): boolean {
    return this.chains.before(directive).some(({ kind, from }) => this.#find(kind, from) === undefined);
  }

  #rename(before: AnyObject, after: AnyObject, bundle: string | null = null): void {
    const from = this.#current(before.path);
    if (samePath(from, after.path)) return;
    this.drafts.push(...renameDrafts(before, from, after).map((made) => ({ ...made, bundle })));
    this.#moves.push({ from, to: after.path });
    this.#renamed.add(before);
  }

  /** The live object that has the name, or had it before the renames so far. */
  #find(kind: Kind | "type", path: readonly string[]): AnyObject | undefined {
    const original = this.#moves.reduceRight(
      (now, move) => (startsWith(now, move.to) ? [...move.from, ...now.slice(move.to.length)] : now),
      path,
    );
    return find(this.live, kind, original) ?? find(this.live, kind, path);
  }

  #current(path: readonly string[]): readonly string[] {
    return this.#moves.reduce(
      (now, move) => (startsWith(now, move.from) ? [...move.to, ...now.slice(move.from.length)] : now),
      path,
    );
  }

  #problemOf(
    directive: RenameDirective,
    before: AnyObject | undefined,
    taken: AnyObject | undefined,
    after: AnyObject | undefined,
  ): Finding | null {
    const [from, to] = [quotePath(directive.from), quotePath(directive.to)];
    if (!after) {
      const next = this.chains.next(directive);
      const advice = next
        ? `write one rename, from the first name to the last (${next.file}:${next.line})`
        : "correct the directive, or declare it";
      return problem(directive, "rename-without-object", `the source does not declare ${to}: ${advice}`);
    }
    const isGivenAnew = this.chains.before(directive).length > 0;
    if (!isGivenAnew && find(this.desired, directive.kind, directive.from))
      return problem(
        directive,
        "rename-of-declared",
        `the source still declares ${from}: remove one of the two`,
      );
    if (!before || !taken) return null;
    return problem(
      directive,
      "rename-both-exist",
      "both names are in the database: drop or rename one of them by hand, or remove the directive to treat them as two objects",
    );
  }
}

/** What a column or a table is apart from its name; of other kinds the definition. */
function likeness(object: AnyObject, catalog: Catalog): string {
  if (object.kind === "column") {
    const { type, collation, notNull, statistics } = object.attributes;
    const filled = [...catalog.objects.values()].find(
      ({ kind, parent }) => kind === "default" && parent === object.id,
    );
    return JSON.stringify([type, collation, notNull, statistics, filled?.attributes]);
  }
  if (object.kind !== "table") return JSON.stringify(object.attributes);
  const columns = [...catalog.objects.values()].flatMap((part) =>
    part.kind === "column" && part.parent === object.id ? [[part.path.at(-1), part.attributes.type]] : [],
  );
  return JSON.stringify(columns.map((column) => column.join(" ")).sort());
}

const startsWith = (path: readonly string[], prefix: readonly string[]): boolean =>
  prefix.every((part, position) => path[position] === part);
const samePath = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && startsWith(left, right);

function find(catalog: Catalog, kind: Kind | "type", path: readonly string[]): AnyObject | undefined {
  const wanted = kindsOf(kind);
  return [...catalog.objects.values()].find(
    (object) => wanted.includes(object.kind) && samePath(object.path, path),
  );
}

function problem({ kind, from, to, file, line }: RenameDirective, id: string, message: string): Finding {
  const what = `${kind} ${quotePath(from)} -> ${quotePath(to)}`;
  return { level: "error", id, object: null, message: `${file}:${line}: rename ${what}: ${message}` };
}

const words: Partial<Readonly<Record<Kind, string>>> = {
  enum: "TYPE",
  composite: "TYPE",
  domain: "DOMAIN",
  "materialized view": "MATERIALIZED VIEW",
};

/** SET SCHEMA and RENAME are two statements. */
function renameDrafts(before: AnyObject, from: readonly string[], after: AnyObject): readonly Draft[] {
  const isPart = ["column", "constraint", "trigger", "policy"].includes(before.kind);
  const name = quoteName(after.path.at(-1) ?? "");
  const rest = {
    phase: "contract" as const,
    locks: relationLock(after),
    hazards: [breaksOldCode(`code that says ${quotePath(from)} stops working`)],
  };
  const cause = `renamed in the source from ${before.id}`;
  if (before.kind === "schema")
    return [draft(after.id, cause, `ALTER SCHEMA ${quotePath(from)} RENAME TO ${name}`, rest)];
  if (isPart)
    return from.at(-1) === after.path.at(-1)
      ? []
      : [draft(after.id, cause, partSql(before.kind, from, name), rest)];
  const word = words[before.kind] ?? before.kind.toUpperCase();
  const signature =
    "identity" in before.attributes &&
    typeof before.attributes.identity === "string" &&
    (before.kind === "function" || before.kind === "procedure")
      ? `(${before.attributes.identity})`
      : "";
  const moves = from[0] !== after.path[0];
  const between = [after.path[0] ?? "", from.at(-1) ?? ""];
  return [
    ...(moves
      ? [
          draft(
            after.id,
            cause,
            `ALTER ${word} ${quotePath(from)}${signature} SET SCHEMA ${quoteName(after.path[0] ?? "")}`,
            rest,
          ),
        ]
      : []),
    ...(between.at(-1) === after.path.at(-1)
      ? []
      : [draft(after.id, cause, `ALTER ${word} ${quotePath(between)}${signature} RENAME TO ${name}`, rest)]),
  ];
}

function partSql(kind: Kind, from: readonly string[], name: string): string {
  const relation = quotePath(from.slice(0, -1));
  const old = quoteName(from.at(-1) ?? "");
  if (kind === "column") return `ALTER TABLE ${relation} RENAME COLUMN ${old} TO ${name}`;
  if (kind === "constraint") return `ALTER TABLE ${relation} RENAME CONSTRAINT ${old} TO ${name}`;
  return `ALTER ${kind.toUpperCase()} ${old} ON ${relation} RENAME TO ${name}`;
}

/** Under the name it has by then. */
function relationLock(after: AnyObject): Draft["locks"] {
  if (after.kind === "index") return lock("SHARE UPDATE EXCLUSIVE", after.id);
  const relation = after.parent ?? after.id;
  return isRelation(relation) ? lock("ACCESS EXCLUSIVE", relation) : [];
}

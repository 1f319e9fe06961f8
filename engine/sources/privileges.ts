// What GRANT, REVOKE and ALTER DEFAULT PRIVILEGES are about, by their words. Pure.
import type { Cursor } from "./cursor";
import type { PrivilegeWords } from "./item";

/** Resolves a name as the loader's session would when it makes an object. */
type Resolve = (path: readonly string[]) => string;

/** Roles that are not names of roles. */
const pseudoRoles = new Set(["public", "current_user", "session_user", "current_role", "none"]);

const generalKinds: Readonly<Record<string, string>> = {
  tables: "table",
  sequences: "sequence",
  functions: "function",
  procedures: "function",
  routines: "function",
};

const oneWordKinds = new Set([
  "table",
  "sequence",
  "function",
  "procedure",
  "routine",
  "schema",
  "type",
  "domain",
  "language",
  "database",
  "tablespace",
  "parameter",
]);

/** Passes a list of roles; `GROUP` before a role is a noise word. */
export function roleList(cursor: Cursor): string[] {
  const roles: string[] = [];
  do {
    if (cursor.word() === "group" && cursor.symbol(1) !== ",") cursor.accept("group");
    const isWord = cursor.token?.kind === "word";
    const role = cursor.identifier();
    if (role !== undefined)
      roles.push(isWord && pseudoRoles.has(role) && role !== "public" ? `(${role})` : role);
  } while (cursor.acceptSymbol(","));
  return roles;
}

/** Those that name a role of the server. */
export function realRoles(roles: readonly string[]): string[] {
  return roles.filter((role) => role !== "public" && !role.startsWith("("));
}

function privilegeList(cursor: Cursor, end: number): string[] {
  const names: string[] = [];
  while (cursor.index < end) {
    const words: string[] = [];
    while (cursor.index < end && cursor.symbol() !== ",") {
      if (cursor.group()) continue;
      const word = cursor.word();
      if (word !== undefined && word !== "privileges") words.push(word);
      cursor.index += 1;
    }
    names.push(words.join(" "));
    cursor.acceptSymbol(",");
  }
  return names;
}

function objectKind(cursor: Cursor): string {
  if (cursor.accept("foreign", "data", "wrapper")) return "foreign data wrapper";
  if (cursor.accept("foreign", "server")) return "foreign server";
  if (cursor.accept("large", "object")) return "large object";
  // `ON domain` alone may be a table of that name: a kind is followed by a name.
  const next = cursor.tokens[cursor.index + 1];
  const named = next?.kind === "word" ? next.value !== "to" && next.value !== "from" : next?.kind === "name";
  return (named ? cursor.acceptAny(oneWordKinds) : undefined) ?? "table";
}

function objectList(cursor: Cursor, end: number, kind: string, resolve: Resolve): string[] {
  const objects: string[] = [];
  while (cursor.index < end) {
    const path = cursor.path();
    if (path === undefined) {
      cursor.index += 1;
      continue;
    }
    cursor.group();
    objects.push(kind === "schema" || path.length > 1 ? path.join("\0") : resolve(path));
    cursor.acceptSymbol(",");
  }
  return objects;
}

/** Words of a GRANT or REVOKE on objects; null for one of a role's membership, or one that is not understood. */
export function privilegeWords(cursor: Cursor, resolve: Resolve): PrivilegeWords | null {
  const verb = cursor.word() === "grant" ? "grant" : "revoke";
  cursor.index += 1;
  if (verb === "revoke") cursor.accept("grant", "option", "for");
  const on = cursor.find("on");
  if (on < 0) return null;
  const privileges = privilegeList(cursor, on);
  cursor.index = on + 1;
  const end = cursor.find(verb === "grant" ? "to" : "from");
  if (end < 0) return null;
  const generalKind = cursor.word() === "all" ? generalKinds[cursor.word(1) ?? ""] : undefined;
  const general = generalKind !== undefined && cursor.word(2) === "in" && cursor.word(3) === "schema";
  if (general) cursor.index += 4;
  const kind = general ? generalKind : objectKind(cursor);
  const objects = objectList(cursor, end, general ? "schema" : kind, resolve);
  cursor.index = end + 1;
  const grantees = roleList(cursor);
  return { verb, general, kind, objects, grantees, privileges };
}

interface DefaultPrivilegeWords {
  /** Roles of FOR ROLE; empty for the loader itself. */
  readonly makers: readonly string[];
  readonly grantees: readonly string[];
  /** No IN SCHEMA: for the whole database. */
  readonly everywhere: boolean;
}

/** The cursor stands after ALTER DEFAULT PRIVILEGES. */
export function defaultPrivilegeWords(cursor: Cursor): DefaultPrivilegeWords {
  let makers: readonly string[] = [];
  if (cursor.accept("for", "role") || cursor.accept("for", "user")) makers = roleList(cursor);
  const grant = cursor.find("grant", "revoke");
  if (grant < 0) return { makers, grantees: [], everywhere: false };
  const everywhere = !cursor.accept("in", "schema");
  cursor.index = grant;
  const verb = cursor.word();
  cursor.index += 1;
  if (verb === "revoke") cursor.accept("grant", "option", "for");
  const end = cursor.find(verb === "grant" ? "to" : "from");
  if (end < 0) return { makers, grantees: [], everywhere };
  cursor.index = end + 1;
  return { makers, grantees: roleList(cursor), everywhere };
}

function meet(left: readonly string[], right: readonly string[]): boolean {
  return left.some((one) => right.includes(one));
}

function schemaOf(object: string): string {
  return object.split("\0")[0] ?? object;
}

/** Whether the order of the two decides what is granted in the end. */
export function contradict(left: PrivilegeWords, right: PrivilegeWords): boolean {
  if (left.verb === right.verb || left.kind !== right.kind || !meet(left.grantees, right.grantees))
    return false;
  const all = left.privileges.includes("all") || right.privileges.includes("all");
  if (!all && !meet(left.privileges, right.privileges)) return false;
  if (left.general === right.general) return meet(left.objects, right.objects);
  return meet(left.objects.map(schemaOf), right.objects.map(schemaOf));
}

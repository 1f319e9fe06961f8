// ALTER statements → items of the load. An owner is set at the very end by the scratch's administrator, so that the
// source's own role needs no membership in any other.
import { policyRoles, rulesOf } from "./create";
import { Cursor } from "./cursor";
import { ranks } from "./item";
import { realRoles, roleList } from "./privileges";
import { type Classified, item, type Reading, refuse, resolve, run } from "./reading";
import { extensionAdvice, moveAdvice, refusedKinds, renameAdvice } from "./refusals";

/** Kinds whose owner may be set. None of them reaches beyond the database. */
const ownedKinds: readonly (readonly string[])[] = [
  ["foreign", "data", "wrapper"],
  ["text", "search", "configuration"],
  ["text", "search", "dictionary"],
  ["materialized", "view"],
  ["foreign", "table"],
  ["operator", "class"],
  ["operator", "family"],
  ["procedural", "language"],
  ["table"],
  ["view"],
  ["sequence"],
  ["schema"],
  ["type"],
  ["domain"],
  ["function"],
  ["procedure"],
  ["routine"],
  ["aggregate"],
  ["operator"],
  ["collation"],
  ["conversion"],
  ["statistics"],
  ["publication"],
  ["server"],
  ["language"],
];

/** Passes the object of an ALTER: its kind and name, with arguments where it has some. */
function passObject(cursor: Cursor): { kind: string; path: readonly string[] } | null {
  const words = ownedKinds.find((kind) => kind.every((word, ahead) => cursor.word(ahead) === word)) ?? [
    cursor.word() ?? "",
  ];
  cursor.index += words.length;
  cursor.accept("if", "exists");
  cursor.accept("only");
  const kind = words.at(-1) ?? "";
  if (kind === "operator")
    while (cursor.token?.kind === "symbol" && cursor.symbol() !== "(") cursor.index += 1;
  const path = cursor.path() ?? (kind === "operator" ? ["operator"] : undefined);
  if (path === undefined) return null;
  cursor.acceptSymbol("*");
  if (cursor.accept("on")) cursor.path();
  cursor.group();
  if (cursor.accept("using")) cursor.identifier();
  return { kind: words.join(" "), path };
}

function owner(reading: Reading, kind: string, path: readonly string[], role: string): Classified {
  // The loader is whoever applies: nothing to set.
  if (role.startsWith("(")) return { type: "ignored" };
  const isSchema = kind === "schema";
  const name = isSchema ? (path[0] ?? "") : resolve(reading, path);
  const space = isSchema ? "schema" : rulesOf(kind.split(" ").at(-1) ?? "").space;
  const rank = isSchema ? ranks.schemaOwner : ranks.owner;
  const key = `owner ${space} ${name}`;
  return { type: "run", items: [item(reading, { rank, runner: "admin", key, roles: [role], owner: role })] };
}

export function alterItems(reading: Reading): Classified {
  const { tokens } = reading.statement;
  const cursor = new Cursor(tokens, 1);
  const first = cursor.word() ?? "";
  const refused = Object.hasOwn(refusedKinds, first) ? refusedKinds[first] : undefined;
  if (refused !== undefined && cursor.word(1) !== "mapping") return refuse(refused);
  if (first === "extension") return refuse(extensionAdvice);
  const object = passObject(cursor);
  if (object === null) return run(item(reading, { rank: ranks.alteration }));
  if (cursor.word() === "rename") return refuse(renameAdvice);
  if (cursor.word() === "set" && cursor.word(1) === "schema") return refuse(moveAdvice);
  if (cursor.accept("owner", "to")) {
    const roles = roleList(cursor);
    const [role] = roles;
    const known = ownedKinds.some((kind) => kind.join(" ") === object.kind);
    if (role !== undefined && roles.length === 1 && cursor.atEnd && known) {
      return owner(reading, object.kind, object.path, role);
    }
  }
  const { space } = rulesOf(object.kind.split(" ").at(-1) ?? "");
  const key = space === "attached" || space === "other" ? null : `${space} ${resolve(reading, object.path)}`;
  const toOwner = cursor.find("owner");
  const roles =
    first === "policy"
      ? policyRoles(cursor)
      : toOwner >= 0 && tokens[toOwner + 1]?.value === "to"
        ? realRoles(roleList(new Cursor(tokens, toOwner + 2)))
        : [];
  // Attached, a partition brings along the indexes that it has by then: the order of the file counts.
  const rank = cursor.word() === "attach" && cursor.word(1) === "partition" ? ranks.rest : ranks.alteration;
  const runner = object.kind === "operator family" ? "admin" : "loader";
  return run(item(reading, { rank, runner, key, roles }));
}

// Operators, and the families and classes that tell an access method how to use them (manual 36.14 to 36.16).
import { quoteName, quotePath } from "../../catalog/names";
import { spell } from "../../catalog/spelling";
import { type Draft, draft, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { defined } from "./defined";

type Operator = ObjectOf<"operator">;

const plainOperator = defined<"operator">(({ attributes }) => {
  const { name, left, right, commutator, negator, restrict, join } = attributes;
  const options = [
    ...(left === null ? [] : [`LEFTARG = ${left}`]),
    ...(right === null ? [] : [`RIGHTARG = ${right}`]),
    `FUNCTION = ${attributes.function}`,
    ...(commutator === null ? [] : [`COMMUTATOR = OPERATOR(${commutator})`]),
    ...(negator === null ? [] : [`NEGATOR = OPERATOR(${negator})`]),
    ...(restrict === null ? [] : [`RESTRICT = ${restrict}`]),
    ...(join === null ? [] : [`JOIN = ${join}`]),
    ...(attributes.hashes ? ["HASHES"] : []),
    ...(attributes.merges ? ["MERGES"] : []),
  ];
  return `CREATE OPERATOR ${name} (${options.join(", ")})`;
});

export const operatorRule: Rule<"operator"> = {
  ...plainOperator,
  alter: (before, after, attributes, context) => {
    if (!isAlterable(before, attributes, context)) return "replace";
    const { commutator, negator, restrict, join } = after.attributes;
    const clauses: Readonly<Record<string, string>> = {
      restrict: `RESTRICT = ${restrict ?? "NONE"}`,
      join: `JOIN = ${join ?? "NONE"}`,
      commutator: `COMMUTATOR = OPERATOR(${commutator})`,
      negator: `NEGATOR = OPERATOR(${negator})`,
      hashes: "HASHES",
      merges: "MERGES",
    };
    const changed = Object.keys(clauses).filter((name) => attributes.has(name));
    const sql = `ALTER ${spell(after)} SET (${changed.map((name) => clauses[name]).join(", ")})`;
    return [
      draft(after.id, context.cause(after.id), sql, {
        alters: [after.id],
        after: partners(after, context),
      }),
    ];
  },
};

/** What was not said before can be said later from Postgres 17 on, and never unsaid (manual, ALTER OPERATOR). */
function isAlterable(before: Operator, attributes: ReadonlySet<string>, { desired }: RuleContext): boolean {
  const was = before.attributes;
  return [...attributes].every((name) => {
    if (name === "restrict" || name === "join") return true;
    if (desired.serverMajor < 17) return false;
    if (name === "commutator" || name === "negator") return was[name] === null;
    return (name === "hashes" || name === "merges") && !was[name];
  });
}

/** The new operators that it names must be there before it says so. */
function partners({ id, attributes }: Operator, context: RuleContext): readonly Operator["id"][] {
  const { commutator, negator, left, right } = attributes;
  return [...context.desired.objects.values()].flatMap((object) => {
    if (object.kind !== "operator" || object.id === id) return [];
    if (context.live.objects.has(object.id) && !context.isReplaced(object.id)) return [];
    const { name, left: otherLeft, right: otherRight } = object.attributes;
    const commutes = name === commutator && otherLeft === right && otherRight === left;
    const negates = name === negator && otherLeft === left && otherRight === right;
    return commutes || negates ? [object.id] : [];
  });
}

type Family = ObjectOf<"operator family">;
type Members = Family["attributes"]["members"];

/** A member as CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY … ADD have it: the operator stands before its types, the function after. */
function member(slot: string, what: string): string {
  const types = slot.slice(slot.indexOf("("));
  if (!slot.startsWith("OPERATOR ")) return `${slot} ${what}`;
  const [operator = "", sorting] = what.split(" FOR ORDER BY ");
  const end = sorting === undefined ? "" : ` FOR ORDER BY ${sorting}`;
  return `${slot.slice(0, slot.indexOf("("))}${operator} ${types}${end}`;
}

const list = (members: Members): readonly string[] =>
  Object.entries(members).map(([slot, what]) => member(slot, what));

const alterFamily = (family: Family, clause: string, context: RuleContext): Draft =>
  draft(family.id, context.cause(family.id), `ALTER ${spell(family)} ${clause}`, { alters: [family.id] });

function changeMembers(before: Members, family: Family, context: RuleContext): readonly Draft[] {
  const after = family.attributes.members;
  const gone = Object.keys(before).filter((slot) => before[slot] !== after[slot]);
  const come = Object.entries(after).filter(([slot, what]) => before[slot] !== what);
  return [
    ...(gone.length === 0 ? [] : [alterFamily(family, `DROP ${gone.join(", ")}`, context)]),
    ...(come.length === 0
      ? []
      : [alterFamily(family, `ADD ${list(Object.fromEntries(come)).join(", ")}`, context)]),
  ];
}

const plainFamily = defined<"operator family">((object) => `CREATE ${spell(object)}`);

export const operatorFamilyRule: Rule<"operator family"> = {
  ...plainFamily,
  create: (object, context) => [
    ...plainFamily.create(object, context),
    ...changeMembers({}, object, context),
  ],
  alter: (before, after, _attributes, context) => changeMembers(before.attributes.members, after, context),
};

export const operatorClassRule: Rule<"operator class"> = {
  ...defined<"operator class">(({ path, attributes }) => {
    const { method, family, type, isDefault, storage, members } = attributes;
    const items = [...list(members), ...(storage === null ? [] : [`STORAGE ${storage}`])];
    // The grammar asks for one item, and this one says nothing.
    const said = items.length === 0 ? [`STORAGE ${type}`] : items;
    const start = `CREATE OPERATOR CLASS ${quotePath(path)}${isDefault ? " DEFAULT" : ""} FOR TYPE ${type}`;
    return `${start} USING ${quoteName(method)} FAMILY ${family} AS ${said.join(", ")}`;
  }),
  names: ({ attributes: { method, type, isDefault } }) =>
    isDefault ? [`default operator class ${method} ${type}`] : [],
};

// Small catalogs made by hand, for tests of the pure middle: one function per kind, everything in the schema `app`.
// What an object hangs on by its nature (its parent, the columns of a key) is filled in; other needs are named.
import {
  type AnyObject,
  type AttributesOf,
  type Catalog,
  type Kind,
  kinds,
  type ObjectId,
} from "../../engine/catalog/model";
import { attachedId, attachmentId, objectId, quotePath } from "../../engine/catalog/names";
import { spell } from "../../engine/catalog/spelling";
import type { Plan } from "../../engine/plan/model";
import { samples } from "../../tools/generate/samples";

/** An object and what it cannot exist without. */
export interface Part {
  readonly object: AnyObject;
  readonly needs: readonly ObjectId[];
}

/** A part can be named to be needed. */
type Need = Part | ObjectId;

const idOf = (need: Need): ObjectId => (typeof need === "string" ? need : need.object.id);

function part(object: AnyObject, needs: readonly Need[] = []): Part {
  const parent = object.parent === null ? [] : [object.parent];
  return { object, needs: [...parent, ...needs.map(idOf)] };
}

export const tableId = (name: string): ObjectId => objectId("table", ["app", name]);
export const columnId = (table: string, name: string): ObjectId => objectId("column", ["app", table, name]);

const schema = part({
  kind: "schema",
  id: objectId("schema", ["app"]),
  path: ["app"],
  parent: null,
  attributes: {},
});

/** Path, id and parent of something directly in the schema. */
function inSchema<K extends Kind>(kind: K, name: string, signature?: string) {
  const path = ["app", name];
  return { kind, id: objectId(kind, path, signature), path, parent: schema.object.id };
}

/** The same of something that belongs to a table. */
function onTable<K extends Kind>(kind: K, table: string, name: string) {
  const path = ["app", table, name];
  return { kind, id: objectId(kind, path), path, parent: tableId(table) };
}

export const table = (name: string, attributes: Partial<AttributesOf["table"]> = {}): Part =>
  part({ ...inSchema("table", name), attributes: { ...samples.table.attributes, ...attributes } });

/** @param type the type's name, or the attributes that are not those of a plain integer */
export function column(
  owner: string,
  name: string,
  type: string | Partial<AttributesOf["column"]> = {},
  needs: readonly Need[] = [],
): Part {
  const attributes = typeof type === "string" ? { type } : type;
  return part(
    { ...onTable("column", owner, name), attributes: { ...samples.column.attributes, ...attributes } },
    needs,
  );
}

export function defaultOf(
  owner: string,
  name: string,
  expression: string,
  needs: readonly Need[] = [],
): Part {
  const path = ["app", owner, name];
  const parent = columnId(owner, name);
  return part(
    { kind: "default", id: objectId("default", path), path, parent, attributes: { expression } },
    needs,
  );
}

function constraint(
  owner: string,
  name: string,
  attributes: Pick<AttributesOf["constraint"], "type" | "definition" | "columns"> &
    Partial<AttributesOf["constraint"]>,
  needs: readonly Need[],
): Part {
  const columns = attributes.columns.map((of) => columnId(owner, of));
  return part(
    {
      ...onTable("constraint", owner, name),
      attributes: { ...samples.constraint.attributes, references: null, ...attributes },
    },
    [...columns, ...needs],
  );
}

export const primaryKey = (owner: string, columns: readonly string[] = ["id"]): Part =>
  constraint(
    owner,
    `${owner}_pkey`,
    { type: "primary key", definition: `PRIMARY KEY (${columns.join(", ")})`, columns },
    [],
  );

export const unique = (owner: string, name: string, columns: readonly string[]): Part =>
  constraint(owner, name, { type: "unique", definition: `UNIQUE (${columns.join(", ")})`, columns }, []);

export const check = (
  owner: string,
  name: string,
  of: string,
  expression: string,
  attributes: Partial<AttributesOf["constraint"]> = {},
): Part =>
  constraint(
    owner,
    name,
    { type: "check", definition: `CHECK (${expression})`, columns: [of], ...attributes },
    [],
  );

/** Refers to the primary key of `other`, on `id`. */
export const foreignKey = (
  owner: string,
  name: string,
  of: string,
  other: string,
  attributes: Partial<AttributesOf["constraint"]> = {},
): Part =>
  constraint(
    owner,
    name,
    {
      type: "foreign key",
      definition: `FOREIGN KEY (${of}) REFERENCES app.${other}(id)`,
      columns: [of],
      references: tableId(other),
      ...attributes,
    },
    [columnId(other, "id"), objectId("constraint", ["app", other, `${other}_pkey`])],
  );

/** A table that is a partition of another. */
export function attachment(owner: string, above: string, bound: string, detaching = false): Part {
  const [parent, to] = [tableId(owner), tableId(above)];
  const id = attachmentId(parent, to);
  const attributes = { to, as: "partition" as const, bound, detaching, place: null, given: [] };
  return part({ kind: "attachment", id, path: ["app", owner], parent, attributes }, [to]);
}

export function index(
  owner: string,
  name: string,
  columns: readonly string[],
  attributes: Partial<AttributesOf["index"]> = {},
): Part {
  const definition = `USING btree (${columns.join(", ")})`;
  return part(
    {
      ...inSchema("index", name),
      parent: tableId(owner),
      attributes: { ...samples.index.attributes, definition, ...attributes },
    },
    columns.filter((of) => /^\w+$/.test(of)).map((of) => columnId(owner, of)),
  );
}

export function view(
  name: string,
  query: string,
  needs: readonly Need[] = [],
  attributes: Partial<AttributesOf["view"]> = {},
): Part {
  return part(
    { ...inSchema("view", name), attributes: { ...samples.view.attributes, query, ...attributes } },
    needs,
  );
}

export const func = (
  name: string,
  body: string,
  needs: readonly Need[] = [],
  attributes: Partial<AttributesOf["function"]> = {},
): Part =>
  part(
    {
      ...inSchema("function", name, ""),
      attributes: {
        ...samples.function.attributes,
        identity: "",
        argumentNames: [],
        argumentModes: "",
        defaultsCount: 0,
        definition: `CREATE OR REPLACE FUNCTION app.${name}() RETURNS integer LANGUAGE sql AS '${body}'`,
        ...attributes,
      },
    },
    needs,
  );

export const trigger = (owner: string, name: string, needs: readonly Need[] = []): Part =>
  part(
    {
      ...onTable("trigger", owner, name),
      attributes: {
        ...samples.trigger.attributes,
        definition: `CREATE TRIGGER ${name} BEFORE UPDATE ON app.${owner} FOR EACH ROW EXECUTE FUNCTION app.touch()`,
      },
    },
    needs,
  );

export const policy = (owner: string, name: string, using: string, needs: readonly Need[] = []): Part =>
  part(
    {
      ...onTable("policy", owner, name),
      attributes: { ...samples.policy.attributes, using, check: null },
    },
    needs,
  );

export const enumOf = (name: string, labels: readonly string[]): Part =>
  part({ ...inSchema("enum", name), attributes: { labels } });

export const domain = (name: string, attributes: Partial<AttributesOf["domain"]> = {}): Part =>
  part({ ...inSchema("domain", name), attributes: { ...samples.domain.attributes, ...attributes } });

export const sequence = (name: string, attributes: Partial<AttributesOf["sequence"]> = {}): Part => {
  const { ownedBy = null } = attributes;
  return part(
    { ...inSchema("sequence", name), attributes: { ...samples.sequence.attributes, ...attributes } },
    ownedBy === null ? [] : [ownedBy],
  );
};

export function privilege(
  on: Part,
  grantee: string,
  names: readonly string[],
  byDefault: readonly string[] = [],
): Part {
  const { id, path, kind } = on.object;
  const holder = kind === "column" ? `TABLE ${quotePath(path.slice(0, -1))}` : spell(on.object);
  return part({
    kind: "privilege",
    id: attachedId("privilege", id, grantee),
    path,
    parent: id,
    attributes: {
      on: holder,
      grantee,
      column: kind === "column" ? (path.at(-1) ?? "") : null,
      privileges: Object.fromEntries(names.map((name) => [name, false])),
      byDefault,
    },
  });
}

export function comment(on: Part, text: string): Part {
  const { id, path } = on.object;
  return part({
    kind: "comment",
    id: attachedId("comment", id),
    path,
    parent: id,
    attributes: { text, on: spell(on.object) },
  });
}

export function owner(of: Part, role: string): Part {
  const { id, path } = of.object;
  return part({
    kind: "owner",
    id: attachedId("owner", id),
    path,
    parent: id,
    attributes: { role, of: spell(of.object) },
  });
}

/** In the order that the reader gives: by kind, otherwise as written. The schema is always there. */
export function catalogOf(parts: readonly Part[], rest: Partial<Catalog> = {}): Catalog {
  const all = [schema, ...parts];
  const ordered = kinds.flatMap((kind) => all.filter(({ object }) => object.kind === kind));
  return {
    serverMajor: 17,
    scope: ["app"],
    objects: new Map(ordered.map(({ object }) => [object.id, object])),
    dependencies: new Map(
      ordered.flatMap(({ object, needs }) =>
        needs.length === 0 ? [] : [[object.id, [...new Set(needs)].sort()] as const],
      ),
    ),
    unmodeled: [],
    outsideDependents: new Map(),
    estimates: new Map(),
    server: facts(),
    ...rest,
  };
}

export const facts = (rest: Partial<Catalog["server"]> = {}): Catalog["server"] => ({
  assignmentCasts: new Set(["integer→bigint", "integer→numeric", "numeric→integer", "cidr→inet"]),
  indexBuilds: new Set(),
  indexKeys: new Map(),
  exclusions: new Map(),
  staleCollations: [],
  defaultPrivileges: [],
  roles: null,
  ...rest,
});

/** The same catalog, whose tables of these names are known to hold no row. */
export function emptied(catalog: Catalog, ...names: readonly string[]): Catalog {
  return { ...catalog, estimates: new Map(names.map((name) => [tableId(name), { rows: 0, bytes: 0 }])) };
}

export const sqlOf = (plan: Pick<Plan, "steps">): readonly string[] => plan.steps.map(({ sql }) => sql);

/** The statements of each transaction, in order. */
export function transactionsOf(plan: Pick<Plan, "steps">): readonly (readonly string[])[] {
  const found = new Map<number, string[]>();
  for (const { transaction, sql } of plan.steps)
    found.set(transaction, [...(found.get(transaction) ?? []), sql]);
  return [...found.values()];
}

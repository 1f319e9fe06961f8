// Questions that gates ask of a catalog: what hangs on a table, who may do what, what a routine is declared to be.
// Pure, and the only reader of Postgres's own canonical text here.
import {
  type AnyObject,
  attachedId,
  type Catalog,
  type CatalogObject,
  type Kind,
  type ObjectId,
  objectId,
  ownerGrantee,
} from "../../engine/index";
import { keyColumns, routineHeader, type TriggerHeader, triggerHeader } from "./definitions";
import { hasTag, tagsOf } from "./tags";

export type Table = CatalogObject<"table">;
export type Column = CatalogObject<"column">;
export type Routine = CatalogObject<"function"> | CatalogObject<"procedure">;

export interface Trigger extends TriggerHeader {
  readonly object: CatalogObject<"trigger">;
  readonly function: Routine | null;
  /** Fires for ordinary sessions. */
  readonly isOn: boolean;
}

/** Who may do what with one object, or with one of its columns. */
export interface Grant {
  readonly grantee: string;
  readonly column: string | null;
  readonly privileges: readonly string[];
}

/** An index by which rows are looked up one by one; BRIN and others find blocks, or documents. */
const isExact = (definition: string): boolean => /^USING (btree|hash) /.test(definition);

export class Facts {
  readonly #byParent = new Map<ObjectId, AnyObject[]>();

  constructor(readonly catalog: Catalog) {
    for (const object of catalog.objects.values()) {
      if (object.parent === null) continue;
      const siblings = this.#byParent.get(object.parent);
      if (siblings === undefined) this.#byParent.set(object.parent, [object]);
      else siblings.push(object);
    }
  }

  /** All objects of a kind, in the catalog's order. */
  of<K extends Kind>(kind: K): readonly Extract<AnyObject, { kind: K }>[] {
    return [...this.catalog.objects.values()].filter(
      (object): object is Extract<AnyObject, { kind: K }> => object.kind === kind,
    );
  }

  /** What is dropped along with an object, of one kind. */
  on<K extends Kind>(parent: ObjectId, kind: K): readonly Extract<AnyObject, { kind: K }>[] {
    return (this.#byParent.get(parent) ?? []).filter(
      (object): object is Extract<AnyObject, { kind: K }> => object.kind === kind,
    );
  }

  /** Tables that hold rows of their own name: partitions are their root's affair, and foreign tables another server's. */
  get tables(): readonly Table[] {
    return this.of("table").filter(
      (table) => table.attributes.foreign === null && this.rootOf(table) === table,
    );
  }

  /** The partitioned table at the top of a partition; of every other table itself. */
  rootOf(table: Table): Table {
    const tie = this.on(table.id, "attachment").find(({ attributes }) => attributes.as === "partition");
    const above = tie && this.catalog.objects.get(tie.attributes.to);
    return above?.kind === "table" ? this.rootOf(above) : table;
  }

  /** All partitions below a table, at any depth. */
  partitionsOf(table: Table): readonly Table[] {
    return this.of("table").filter((one) => one !== table && this.rootOf(one) === table);
  }

  column(table: Table, name: string): Column | null {
    const found = this.catalog.objects.get(objectId("column", [...table.path, name]));
    return found?.kind === "column" ? found : null;
  }

  hasColumns(table: Table, names: readonly string[]): boolean {
    return names.every((name) => this.column(table, name) !== null);
  }

  checksOf(table: Table, column: string): readonly CatalogObject<"constraint">[] {
    return this.on(table.id, "constraint").filter(
      ({ attributes: { type, columns } }) => type === "check" && columns.includes(column),
    );
  }

  primaryKeyOf(table: Table): readonly string[] {
    const key = this.on(table.id, "constraint").find(({ attributes }) => attributes.type === "primary key");
    return key?.attributes.columns ?? [];
  }

  /** Columns of every key and valid index, in order; partial ones only where `mayMiss` says of the predicate that it may. */
  keysOf(
    table: Table,
    mayMiss: (predicate: string) => boolean = () => false,
  ): readonly (readonly string[])[] {
    const keys = this.on(table.id, "constraint").flatMap(({ attributes: { type, columns } }) =>
      type === "primary key" || type === "unique" ? [columns] : [],
    );
    const indexes = this.on(table.id, "index").flatMap(({ attributes: { definition, predicate, valid } }) =>
      valid && isExact(definition) && (predicate === null || mayMiss(predicate))
        ? [keyColumns(definition)]
        : [],
    );
    return [...keys, ...indexes];
  }

  triggersOf(table: Table): readonly Trigger[] {
    return this.on(table.id, "trigger").map((object) => {
      const { enabled, definition } = object.attributes;
      const needed = (this.catalog.dependencies.get(object.id) ?? []).map((id) =>
        this.catalog.objects.get(id),
      );
      const found = needed.find((one): one is CatalogObject<"function"> => one?.kind === "function");
      const isOn = enabled === "origin" || enabled === "always";
      return { object, ...triggerHeader(definition, object.path), function: found ?? null, isOn };
    });
  }

  /** What others than the owner may do with an object, and with its columns. */
  grantsOn(id: ObjectId): readonly Grant[] {
    const columns = this.on(id, "column").flatMap((column) => this.on(column.id, "privilege"));
    return [...this.on(id, "privilege"), ...columns].flatMap(({ attributes }) => {
      const { grantee, column, privileges } = attributes;
      const names = Object.keys(privileges);
      return grantee === ownerGrantee || names.length === 0 ? [] : [{ grantee, column, privileges: names }];
    });
  }

  /** Roles other than the owner that may call a routine; Postgres lets everybody where nothing was revoked (manual 5.8). */
  callersOf(routine: AnyObject): readonly string[] {
    const own = this.on(routine.id, "privilege");
    const named = own.flatMap(({ attributes: { grantee, privileges } }) =>
      grantee !== ownerGrantee && "EXECUTE" in privileges ? [grantee] : [],
    );
    const saysPublic = own.some(({ attributes }) => attributes.grantee === "public");
    return saysPublic ? named : ["public", ...named];
  }

  get routines(): readonly Routine[] {
    return [...this.of("function"), ...this.of("procedure")];
  }

  isDefiner(routine: Routine): boolean {
    return routineHeader(routine.attributes).isDefiner;
  }

  settingsOf(routine: Routine): readonly string[] {
    return routineHeader(routine.attributes).settings;
  }

  ownerOf(id: ObjectId): string | null {
    return this.on(id, "owner")[0]?.attributes.role ?? null;
  }

  commentOn(id: ObjectId): string {
    const found = this.catalog.objects.get(attachedId("comment", id));
    return found?.kind === "comment" ? found.attributes.text : "";
  }

  tagsOn(id: ObjectId): ReadonlyMap<string, string> {
    return tagsOf(this.commentOn(id));
  }

  hasTag(id: ObjectId, name: string, word: string): boolean {
    return hasTag(this.commentOn(id), name, word);
  }

  /** Whether an object cannot exist without another one. */
  needs(id: ObjectId, other: ObjectId): boolean {
    return this.catalog.dependencies.get(id)?.includes(other) === true;
  }
}

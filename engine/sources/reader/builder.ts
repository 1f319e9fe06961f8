// Collects objects while rows are read, and knows which system catalog row became which object.
// It holds no rule about any kind.

import { sameValue } from "../../catalog/equal";
import type {
  AnyObject,
  AttributesOf,
  Catalog,
  DefaultPrivilege,
  Estimate,
  Exclusion,
  ObjectId,
  SequenceParameters,
  StaleCollation,
  Unmodeled,
} from "../../catalog/model";
import { attachedId, objectId } from "../../catalog/names";
import { databaseKinds } from "../../catalog/of-database";
import { SharedColumns } from "../../catalog/shared-columns";
import { spell } from "../../catalog/spelling";

/** `classid:objid:objsubid` of pg_depend. */
export type CatalogKey = `${number}:${number}:${number}`;

export function catalogKey(classId: number, oid: number, column = 0): CatalogKey {
  return `${classId}:${oid}:${column}`;
}

/** A relation while it is read: what its columns, constraints and indexes need to know of it. */
export interface Relation {
  readonly oid: number;
  readonly id: ObjectId;
  readonly path: readonly string[];
  /** Column names by attribute number. */
  readonly columns: Map<number, string>;
}

export interface IdentitySequence {
  readonly oid: number;
  readonly path: readonly string[];
  readonly parameters: SequenceParameters;
}

const isInSchema = ({ kind }: AnyObject): boolean =>
  kind !== "schema" && kind !== "extension" && !databaseKinds.has(kind);

export class CatalogBuilder {
  readonly objects = new Map<ObjectId, AnyObject>();
  readonly edges = new Map<ObjectId, readonly ObjectId[]>();
  readonly keys = new Map<CatalogKey, ObjectId>();
  readonly relations = new Map<number, Relation>();
  readonly estimates = new Map<ObjectId, Estimate>();
  readonly unmodeled: Unmodeled[] = [];
  /** Rows of pg_depend whose dependent is no object read here: something out of scope, not modelled, or internal to Postgres. */
  readonly strangers: { readonly key: CatalogKey; readonly on: ObjectId }[] = [];
  /** Rows that belong to an object in scope but are no object of ours, such as toast tables. */
  readonly internal = new Set<CatalogKey>();
  /** Sequences behind identity columns, by `table oid:attribute number`. */
  readonly identities = new Map<string, IdentitySequence>();
  readonly assignmentCasts = new Set<string>();
  readonly indexBuilds = new Set<ObjectId>();
  readonly indexKeys = new Map<ObjectId, readonly string[]>();
  readonly exclusions = new Map<ObjectId, Exclusion>();
  readonly staleCollations: StaleCollation[] = [];
  readonly defaultPrivileges: DefaultPrivilege[] = [];
  readonly #columns = new SharedColumns();

  /**
   * @param unsetOwner the role that is nobody in particular: a source was loaded as it
   * @param like equal objects are taken from here, so that most of two catalogs is in memory once
   */
  constructor(
    readonly unsetOwner: string | undefined,
    private readonly like: Catalog | undefined,
  ) {
    for (const object of like?.objects.values() ?? [])
      if (object.kind === "column") this.#columns.share(object.attributes);
  }

  /** The one list of just this id: most columns need their table and nothing else. */
  readonly #alone = new Map<ObjectId, readonly ObjectId[]>();

  /** The same attributes as an earlier column has them. */
  shareColumn(attributes: AttributesOf["column"]): AttributesOf["column"] {
    return this.#columns.share(attributes);
  }

  /** Adds an object with edges to its parent and its Postgres schema. */
  add(object: AnyObject, key: CatalogKey | null, owner?: string): void {
    const { id } = this.#put(object);
    if (key) this.keys.set(key, id);
    const schema = object.path[0];
    if (object.parent) this.depend(id, object.parent);
    else if (isInSchema(object) && schema !== undefined) this.depend(id, objectId("schema", [schema]));
    if (owner !== undefined && owner !== this.unsetOwner) this.#addOwner(object, owner);
  }

  #put(object: AnyObject): AnyObject {
    const known = this.like?.objects.get(object.id);
    const isSame = known?.parent === object.parent && sameValue(known.attributes, object.attributes);
    const shared = isSame ? known : object;
    this.objects.set(shared.id, shared);
    return shared;
  }

  #addOwner(object: AnyObject, role: string): void {
    const { id } = this.#put({
      kind: "owner",
      id: attachedId("owner", object.id),
      path: object.path,
      parent: object.id,
      attributes: { role, of: spell(object) },
    });
    this.depend(id, object.id);
  }

  /** Records that `dependent` cannot exist without `on`. */
  depend(dependent: ObjectId, on: ObjectId): void {
    if (dependent === on) return;
    const known = this.edges.get(dependent);
    // A list that grows by itself keeps room for sixteen more.
    if (!known) this.edges.set(dependent, this.#only(on));
    else if (!known.includes(on)) this.edges.set(dependent, [...known, on]);
  }

  #only(on: ObjectId): readonly ObjectId[] {
    const known = this.#alone.get(on);
    if (known) return known;
    const list = [on];
    this.#alone.set(on, list);
    return list;
  }
}

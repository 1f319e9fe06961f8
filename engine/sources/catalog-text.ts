// A catalog as JSON text and back, for the cache. Ids are written once and named by number; reading needs no reviver,
// which would cost more than everything else of a preview without edits.
import type {
  AnyObject,
  Catalog,
  DefaultPrivilege,
  Estimate,
  Exclusion,
  ObjectId,
  Unmodeled,
} from "../catalog/model";
import { SharedColumns } from "../catalog/shared-columns";

interface Stored {
  readonly serverMajor: number;
  readonly scope: readonly string[];
  readonly ids: readonly ObjectId[];
  readonly objects: readonly AnyObject[];
  /** For each entry: the dependent's number, then the numbers of what it needs. */
  readonly edges: readonly (readonly number[])[];
  readonly unmodeled: readonly Unmodeled[];
  readonly outsideDependents: readonly (readonly [ObjectId, readonly string[]])[];
  readonly estimates: readonly (readonly [ObjectId, Estimate])[];
  readonly casts: readonly string[];
  readonly indexKeys: readonly (readonly [ObjectId, readonly string[]])[];
  readonly exclusions: readonly (readonly [ObjectId, Exclusion])[];
  readonly defaultPrivileges: readonly DefaultPrivilege[];
}

export function storeCatalog(catalog: Catalog): Stored {
  const numbers = new Map<ObjectId, number>();
  const numberOf = (id: ObjectId): number => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  };
  const edges = [...catalog.dependencies].map(([id, on]) => [numberOf(id), ...on.map(numberOf)]);
  return {
    serverMajor: catalog.serverMajor,
    scope: catalog.scope,
    ids: [...numbers.keys()],
    objects: [...catalog.objects.values()],
    edges,
    unmodeled: catalog.unmodeled,
    outsideDependents: [...catalog.outsideDependents],
    estimates: [...catalog.estimates],
    casts: [...catalog.server.assignmentCasts],
    indexKeys: [...catalog.server.indexKeys],
    exclusions: [...catalog.server.exclusions],
    defaultPrivileges: catalog.server.defaultPrivileges,
  };
}

/** @throws TypeError where the text is not of a catalog */
export function restoreCatalog(stored: Stored): Catalog {
  const idOf = (number: number): ObjectId => {
    const id = stored.ids[number];
    if (id === undefined) throw new TypeError(`no id ${number}`);
    return id;
  };
  return {
    serverMajor: stored.serverMajor,
    scope: stored.scope,
    objects: new Map(shared(stored).map((object) => [object.id, object])),
    dependencies: new Map(stored.edges.map(([id = -1, ...on]) => [idOf(id), on.map(idOf)])),
    unmodeled: stored.unmodeled,
    outsideDependents: new Map(stored.outsideDependents),
    estimates: new Map(stored.estimates),
    server: {
      assignmentCasts: new Set(stored.casts),
      indexBuilds: new Set(),
      indexKeys: new Map(stored.indexKeys),
      exclusions: new Map(stored.exclusions),
      staleCollations: [],
      defaultPrivileges: stored.defaultPrivileges,
      roles: null,
    },
  };
}

/** Text has every id and every attribute as often as it is named; memory has it once. */
function shared({ ids, objects }: Stored): readonly AnyObject[] {
  const known = new Map(ids.map((id) => [id, id]));
  const one = <I extends ObjectId | null>(id: I): I | ObjectId => (id === null ? id : (known.get(id) ?? id));
  const columns = new SharedColumns();
  return objects.map((object): AnyObject => {
    const names = { id: one(object.id), parent: one(object.parent) };
    if (object.kind !== "column") return { ...object, ...names };
    return { ...object, ...names, attributes: columns.share(object.attributes) };
  });
}

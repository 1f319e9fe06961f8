// A catalog as lines of JSON and back, for the cache: of a large one never more than a line is in memory as text. Ids are
// named by number; reading needs no reviver, which would cost more than everything else of a preview without edits.
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

interface Head {
  readonly serverMajor: number;
  readonly scope: readonly string[];
  readonly unmodeled: readonly Unmodeled[];
  readonly outsideDependents: readonly (readonly [ObjectId, readonly string[]])[];
  readonly estimates: readonly (readonly [ObjectId, Estimate])[];
  readonly casts: readonly string[];
  readonly indexKeys: readonly (readonly [ObjectId, readonly string[]])[];
  readonly exclusions: readonly (readonly [ObjectId, Exclusion])[];
  readonly defaultPrivileges: readonly DefaultPrivilege[];
}

/** A part of what there is much of. */
type Part =
  | { readonly ids: readonly ObjectId[] }
  | { readonly objects: readonly AnyObject[] }
  /** For each entry: the dependent's number, then the numbers of what it needs. */
  | { readonly edges: readonly (readonly number[])[] };

const partSize = 1000;

function* parts<T>(list: Iterable<T>): Generator<readonly T[]> {
  let part: T[] = [];
  for (const one of list) {
    part.push(one);
    if (part.length < partSize) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** Lines of JSON. */
export function* catalogLines(catalog: Catalog): Generator<string> {
  const { server } = catalog;
  const head: Head = {
    serverMajor: catalog.serverMajor,
    scope: catalog.scope,
    unmodeled: catalog.unmodeled,
    outsideDependents: [...catalog.outsideDependents],
    estimates: [...catalog.estimates],
    casts: [...server.assignmentCasts],
    indexKeys: [...server.indexKeys],
    exclusions: [...server.exclusions],
    defaultPrivileges: server.defaultPrivileges,
  };
  yield JSON.stringify(head);
  const line = (part: Part): string => JSON.stringify(part);
  const numbers = new Map<ObjectId, number>();
  for (const [id, on] of catalog.dependencies)
    for (const one of [id, ...on]) if (!numbers.has(one)) numbers.set(one, numbers.size);
  const numberOf = (id: ObjectId): number => numbers.get(id) ?? -1;
  for (const ids of parts(numbers.keys())) yield line({ ids });
  for (const objects of parts(catalog.objects.values())) yield line({ objects });
  for (const some of parts(catalog.dependencies))
    yield line({ edges: some.map(([id, on]) => [numberOf(id), ...on.map(numberOf)]) });
}

/** @throws TypeError, SyntaxError where the lines are not of a catalog */
export function readCatalogLines(lines: Iterator<string, string>): Catalog {
  const head = JSON.parse(lines.next().value) as Head;
  const ids: ObjectId[] = [];
  const idOf = (number: number): ObjectId => {
    const id = ids[number];
    if (id === undefined) throw new TypeError(`no id ${number}`);
    return id;
  };
  const objects = new Map<ObjectId, AnyObject>();
  const dependencies = new Map<ObjectId, readonly ObjectId[]>();
  const share = sharing();
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    const part = JSON.parse(next.value) as Part;
    if ("ids" in part) for (const id of part.ids) ids.push(share.id(id));
    else if ("objects" in part)
      for (const object of part.objects.map(share.object)) objects.set(object.id, object);
    else for (const [id = -1, ...on] of part.edges) dependencies.set(idOf(id), on.map(idOf));
  }
  return {
    serverMajor: head.serverMajor,
    scope: head.scope,
    objects,
    dependencies,
    unmodeled: head.unmodeled,
    outsideDependents: new Map(head.outsideDependents),
    estimates: new Map(head.estimates),
    server: {
      assignmentCasts: new Set(head.casts),
      indexBuilds: new Set(),
      indexKeys: new Map(head.indexKeys),
      exclusions: new Map(head.exclusions),
      staleCollations: [],
      defaultPrivileges: head.defaultPrivileges,
      roles: null,
    },
  };
}

/** Text has every id and every attribute as often as it is named; memory has it once. */
function sharing(): { id(id: ObjectId): ObjectId; object(object: AnyObject): AnyObject } {
  const known = new Map<ObjectId, ObjectId>();
  const columns = new SharedColumns();
  const one = (id: ObjectId): ObjectId => {
    const found = known.get(id);
    if (found === undefined) known.set(id, id);
    return found ?? id;
  };
  return {
    id: one,
    object(object) {
      const names = { id: one(object.id), parent: object.parent === null ? null : one(object.parent) };
      if (object.kind !== "column") return { ...object, ...names };
      return { ...object, ...names, attributes: columns.share(object.attributes) };
    },
  };
}

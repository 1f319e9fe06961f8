// MAINTAIN, a privilege that tables have since Postgres 17 (manual 5.8). Pure.
import { type AnyObject, type Catalog, type ObjectId, ownerGrantee } from "./model";

const since = 17;

/** Both without the privilege where one of the servers does not know it: it is no difference between them then. */
export function alignMaintain(one: Catalog, other: Catalog): readonly [Catalog, Catalog] {
  const isKnown = ({ serverMajor }: Catalog): boolean => serverMajor >= since;
  return isKnown(one) === isKnown(other) ? [one, other] : [unprivileged(one), unprivileged(other)];
}

function unprivileged(catalog: Catalog): Catalog {
  const objects = [...catalog.objects].flatMap(([id, object]): readonly [ObjectId, AnyObject][] => {
    const left = withoutMaintain(object);
    return left === null ? [] : [[id, left]];
  });
  return { ...catalog, objects: new Map(objects) };
}

/** What is left of the object without the privilege; null where that is nothing beyond what Postgres gives by itself. */
function withoutMaintain(object: AnyObject): AnyObject | null {
  if (object.kind !== "privilege" && object.kind !== "default privilege") return object;
  const privileges = without(object.attributes.privileges);
  if (object.kind === "default privilege")
    return isEmpty(privileges) ? null : { ...object, attributes: { ...object.attributes, privileges } };
  const { grantee } = object.attributes;
  const byDefault = object.attributes.byDefault.filter((name) => name !== "MAINTAIN");
  const isGiven =
    Object.keys(privileges).sort().join() === [...byDefault].sort().join() &&
    (grantee === ownerGrantee || !Object.values(privileges).includes(true));
  return isGiven ? null : { ...object, attributes: { ...object.attributes, privileges, byDefault } };
}

const without = ({ MAINTAIN: _, ...others }: Readonly<Record<string, boolean>>): Record<string, boolean> =>
  others;

const isEmpty = (privileges: object): boolean => Object.keys(privileges).length === 0;

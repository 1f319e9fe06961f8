// Roles in a catalog: how SQL writes them, and one put in another's place. Pure.
import { type AnyObject, type Catalog, currentRole, type ObjectId } from "./model";
import { defaultPrivilegeId, objectId, quoteName } from "./names";

/** A grantee, or a role of a policy. */
export function roleText(role: string): string {
  if (role === "public") return "PUBLIC";
  return role === currentRole ? "CURRENT_USER" : quoteName(role);
}

/** The catalog with `to` wherever a policy, a privilege or a default privilege names `from`. */
export function replaceRole(catalog: Catalog, from: string, to: string): Catalog {
  if (![...catalog.objects.values()].some((object) => replaceIn(object, from, to) !== object)) return catalog;
  const objects = new Map<ObjectId, AnyObject>();
  const newIds = new Map<ObjectId, ObjectId>();
  for (const object of catalog.objects.values()) {
    const replaced = replaceIn(object, from, to);
    newIds.set(object.id, replaced.id);
    objects.set(replaced.id, merged(objects.get(replaced.id), replaced));
  }
  const current = (id: ObjectId): ObjectId => newIds.get(id) ?? id;
  const dependencies = new Map([...catalog.dependencies].map(([id, on]) => [current(id), on.map(current)]));
  return { ...catalog, objects, dependencies };
}

function replaceIn(object: AnyObject, from: string, to: string): AnyObject {
  if (object.kind === "policy" && object.attributes.roles.includes(from)) {
    const roles = object.attributes.roles.map((role) => (role === from ? to : role)).sort();
    return { ...object, attributes: { ...object.attributes, roles } };
  }
  if (object.kind === "default privilege") return replaceInDefault(object, from, to);
  if (object.kind !== "privilege" || object.attributes.grantee !== from) return object;
  const start = object.id.slice(0, -quoteName(from).length);
  const id = `${start}${quoteName(to)}` as ObjectId;
  return { ...object, id, attributes: { ...object.attributes, grantee: to } };
}

function replaceInDefault(
  object: Extract<AnyObject, { kind: "default privilege" }>,
  from: string,
  to: string,
): AnyObject {
  const { role, objects, grantee } = object.attributes;
  if (role !== from && grantee !== from) return object;
  const current = (name: string): string => (name === from ? to : name);
  const schema = objectId("schema", object.path);
  return {
    ...object,
    id: defaultPrivilegeId(schema, current(role), objects, current(grantee)),
    attributes: { ...object.attributes, role: current(role), grantee: current(grantee) },
  };
}

/** What was granted to the role under both names. */
function merged(known: AnyObject | undefined, object: AnyObject): AnyObject {
  if (known?.kind !== "privilege" || object.kind !== "privilege") return object;
  const privileges = { ...known.attributes.privileges };
  for (const [name, grantable] of Object.entries(object.attributes.privileges))
    privileges[name] = grantable || privileges[name] === true;
  const sorted = Object.fromEntries(
    Object.entries(privileges).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
  return { ...object, attributes: { ...object.attributes, privileges: sorted } };
}

/** What everybody may do with the schema `public` in a new database (manual, 5.9.6; release notes of Postgres 15). */
export const onPublic = (serverMajor: number): readonly string[] =>
  serverMajor < 15 ? ["CREATE", "USAGE"] : ["USAGE"];

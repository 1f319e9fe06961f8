// The end of an application's logins when its resources are deleted. Not of those that the program declares still: a
// resource that is replaced and the one in its place are one pair of roles.
import { endLogins, SchemaError, type ServerIdentity, type Target } from "../../engine/index";
import { declare, isDeclaredAt } from "../declared";
import { withoutTrace } from "../errors";
import { type Properties, targetOf, texts } from "../properties";

/** To be called by `check`. */
export function declareLogins(properties: Properties): void {
  declare(pairOf(properties), properties);
}

/**
 * A server that is gone, or that lets nobody in, must not keep the rest of the stack from being destroyed.
 * @param identities what their marks may bear: the names of now, and those before a rename
 * @param isLeft whether there is something to end
 */
export function endUndeclared(
  properties: Properties,
  identities: ReadonlySet<string>,
  isLeft: (target: Target) => Promise<boolean> = async () => true,
): Promise<void> {
  return withoutTrace(async () => {
    const roles = texts(properties, "roles");
    const tell = (why: string): void => {
      const remedy = roles.map((role) => `ALTER ROLE "${role}" NOLOGIN PASSWORD NULL;`).join(" ");
      console.log(`the logins ${roles.join(", ")} stay valid: ${why} To end them: ${remedy}`);
    };
    if (await isDeclaredAt(pairOf(properties), properties, mayShareRoles, tell)) return;
    try {
      const target = targetOf(properties);
      if (!(await isLeft(target))) return;
      for (const identity of identities) await endLogins(target, identity, roles);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      tell(error.message);
    }
  });
}

function pairOf(properties: Properties): string {
  return `roles ${texts(properties, "roles").join(", ")}`;
}

/** Roles are shared by all databases of a server. What a server does not tell is not held against it. */
function mayShareRoles(one: ServerIdentity, other: ServerIdentity): boolean {
  const [first, second] = [one.systemIdentifier, other.systemIdentifier];
  return first === null || second === null || first === second;
}

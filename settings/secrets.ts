// What the stack's own file has in clear and must be secret there, and what is secret and would not stay so.
import { parseDocument } from "yaml";
import { secretProperties } from "./existing";
import { type Configuration, type Mistakes, type Path, placeOf, prefix } from "./mistakes";

type Values = Readonly<Record<string, unknown>>;

/** A password in plain text would stand in the stack's file and in its state, for anyone to read. */
export function findOpenSecrets(
  given: Values,
  { secretKeys, stackFile }: Configuration,
  mistakes: Mistakes,
): void {
  // Pulumi calls a whole key secret where one property is: which one, the file alone says.
  const isSecret = secretKeys.includes(`${prefix}existing`);
  const written = valuesOf(configIn(stackFile)[`${prefix}existing`]);
  for (const name of secretProperties) {
    const isOpen = isSecret ? name in written && !isEncrypted(written[name]) : given[name] !== undefined;
    if (isOpen) mistakes.add("existing", [name], "must be a secret");
  }
}

/** The values of all keys but `existing` become inputs in clear, whatever they were in the file. */
export function refuseSecrets(
  keys: readonly string[],
  { secretKeys, stackFile }: Configuration,
  mistakes: Mistakes,
): void {
  const file = configIn(stackFile);
  for (const key of keys) {
    const full = `${prefix}${key}`;
    if (key === "existing" || !secretKeys.includes(full)) continue;
    const places = encryptedIn(file[full]);
    for (const place of places.length > 0 ? places : [[]])
      mistakes.unneeded(
        place.length > 0 ? "path" : "key",
        placeOf(key, place),
        key === "service" ? ofService : ofOthers,
      );
  }
}

const ofOthers =
  "must not be a secret: it would stand in clear in the stack's state; only existing keeps one";
const ofService =
  "must not be a secret: it would stand in clear in the service and in the stack's state; keep it in the cloud's own secret store, where the service reads it as its identity (docs/SERVICES.md)";

function configIn(stackFile: string): Values {
  return valuesOf(valuesOf(parseDocument(stackFile).toJS()).config);
}

function valuesOf(value: unknown): Values {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** As Pulumi writes a secret: `secure`, and nothing beside it. */
function isEncrypted(value: unknown): boolean {
  const { secure, ...others } = valuesOf(value);
  return typeof secure === "string" && Object.keys(others).length === 0;
}

function encryptedIn(value: unknown): readonly Path[] {
  if (isEncrypted(value)) return [[]];
  return Object.entries(valuesOf(value)).flatMap(([name, inner]) =>
    encryptedIn(inner).map((rest) => [Array.isArray(value) ? Number(name) : name, ...rest]),
  );
}

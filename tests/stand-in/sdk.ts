// What the providers' SDKs say of a type: which properties are inputs, which must be given, which are outputs. Read from the
// code of the type's class, so that the stand-in takes and gives no property that the real provider does not have.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export interface Shape {
  readonly inputs: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  /** Inputs are outputs too. */
  readonly outputs: ReadonlySet<string>;
}

const shapes = new Map<string, Shape>();

/** `azure-native:keyvault:Vault` → `@pulumi/azure-native/keyvault/vault.js`, `gcp:sql/user:User` → `@pulumi/gcp/sql/user.js` */
function moduleOf(type: string): string {
  const [package_ = "", module = "", name = ""] = type.split(":");
  const file = name.charAt(0).toLowerCase() + name.slice(1);
  const folder = (module.includes("/") ? module.slice(0, module.lastIndexOf("/")) : module).replace(
    /^index$/,
    "",
  );
  return ["@pulumi", package_, ...(folder === "" ? [] : [folder]), `${file}.js`].join("/");
}

/** @throws Error where the SDK has no such type */
export function shapeOf(type: string): Shape {
  const known = shapes.get(type);
  if (known !== undefined) return known;
  const code = readFileSync(createRequire(__filename).resolve(moduleOf(type)), "utf8");
  if (!code.includes(`'${type}'`)) throw new Error(`${moduleOf(type)} is not about ${type}`);
  const assigned = [...code.matchAll(/resourceInputs\["(\w+)"\] = (.*);/g)];
  const names = (isOutput: boolean): string[] =>
    assigned
      .filter(([, , value = ""]) => value.includes("/*out*/") === isOutput)
      .map(([, name = ""]) => name);
  // In the branch that looks up an existing resource every property is an input, which adds none that is not one here.
  const onlyOut = new Set(names(true));
  const constructed = [...code.matchAll(/resourceInputs\["(\w+)"\] = [^;\n]*\bargs\b/g)].map(
    ([, name = ""]) => name,
  );
  const shape: Shape = {
    inputs: new Set(constructed),
    required: new Set(
      [...code.matchAll(/args\?\.(\w+) === undefined && !opts\.urn/g)].map(([, name = ""]) => name),
    ),
    outputs: new Set([...names(false), ...onlyOut]),
  };
  shapes.set(type, shape);
  return shape;
}

/** @param name `gcp`, `azure-native` */
export function versionOf(name: string): string {
  const file = createRequire(__filename).resolve(`@pulumi/${name}/package.json`);
  return String(JSON.parse(readFileSync(file, "utf8")).version);
}

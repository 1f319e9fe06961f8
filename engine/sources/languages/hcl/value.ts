// What an expression of HCL means, and how messages name it. Pure.

export type Value =
  | { readonly kind: "text"; readonly text: string }
  /** As written, so that no digit is lost. */
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "bool"; readonly isTrue: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "object"; readonly entries: ReadonlyMap<string, Value> }
  /** A name that is not a variable's or a local's: `bigint`, `CASCADE`, `table.users.column.id`. */
  | { readonly kind: "name"; readonly path: readonly string[] }
  /** `varchar(255)`, `sql("now()")`. */
  | { readonly kind: "call"; readonly name: string; readonly values: readonly Value[] };

/** As it would be written. */
export function describe(value: Value): string {
  switch (value.kind) {
    case "text":
      return JSON.stringify(value.text);
    case "number":
      return value.text;
    case "bool":
      return String(value.isTrue);
    case "null":
      return "null";
    case "list":
      return `[${value.items.map(describe).join(", ")}]`;
    case "object":
      return `{ ${[...value.entries].map(([name, entry]) => `${name} = ${describe(entry)}`).join(", ")} }`;
    case "name":
      return value.path.join(".");
    case "call":
      return `${value.name}(${value.values.map(describe).join(", ")})`;
  }
}

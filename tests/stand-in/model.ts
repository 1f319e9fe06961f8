// What the stand-in knows of one resource type. Everything a type does not say here is the same for all: inputs are stored,
// given back as outputs, and an update changes them in place.
export type Properties = Readonly<Record<string, unknown>>;

/** One resource as the stand-in's cloud holds it, secrets in clear: a cloud knows them too. */
export interface Stored {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
  /** What the type made of them; no properties of the resource. */
  readonly data: Properties;
  readonly outputs: Properties;
}

/** What a type may ask of the cloud around it. */
export interface Cloud {
  readonly folder: string;
  all(type: string): readonly Stored[];
}

export interface Effect {
  readonly data?: Properties;
  readonly outputs?: Properties;
}

export interface ResourceType {
  /** Of the inputs, once names are filled in. */
  id(inputs: Properties): string;
  /** Input that is made of the resource's name where the program does not say it. */
  readonly named?: string;
  /** The longest such name, and what may not be in it. @default any length, any character */
  readonly nameShape?: { readonly longest: number; readonly without?: RegExp };
  /** Paths of inputs that make another resource when they change: `keepers`, `network.delegatedSubnetResourceId`. */
  readonly replaces: readonly string[];
  /** What only one operation at a time may touch: two at once are refused. @default nothing */
  exclusive?(inputs: Properties): string;
  /** Whether another of the same id may be made: each time it is a new one. @default false */
  readonly repeatable?: boolean;
  create?(inputs: Properties, cloud: Cloud): Effect | Promise<Effect>;
  /** @default as `create`, where there is no effect outside */
  update?(inputs: Properties, before: Stored, cloud: Cloud): Effect | Promise<Effect>;
  /** Data: what the cloud still knows of it afterwards. @default nothing, it is forgotten */
  // biome-ignore lint/suspicious/noConfusingVoidType: most have nothing to say.
  delete?(before: Stored, cloud: Cloud): void | Properties | Promise<void | Properties>;
}

export type Types = Readonly<Record<string, ResourceType>>;

export function text(properties: Properties, key: string): string {
  const value = properties[key];
  if (typeof value !== "string") throw new Error(`${key} must be text`);
  return value;
}

export function optionalText(properties: Properties, key: string): string | undefined {
  return properties[key] === undefined ? undefined : text(properties, key);
}

export function record(value: unknown): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

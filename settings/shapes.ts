// Pieces that the shapes of settings are made of. Messages never repeat a value, which may be a secret.
import { isIPv4 } from "node:net";
import { z } from "zod";
import { weekdays } from "../components/index";

export function noSuchKey(shape: object): string {
  return `there is no such key; the keys are ${Object.keys(shape).join(", ")}`;
}

/** An object with these keys and no others. */
export function strict<T extends z.core.$ZodLooseShape>(shape: T) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? noSuchKey(shape) : "must be keys with values"),
  });
}

/** Marks a mistake that is mended by taking the value out. */
export const unneeded = { unneeded: true };

export function isUnneeded(issue: z.core.$ZodIssue): boolean {
  return issue.code === "custom" && issue.params?.unneeded === true;
}

/** The example that fits this very mistake, where the usual one would be another. */
export function exampleOf(issue: z.core.$ZodIssue): string | undefined {
  const example: unknown = issue.code === "custom" ? issue.params?.example : undefined;
  return typeof example === "string" ? example : undefined;
}

export const text = z.string("must be text").min(1, "must not be empty");
export const yesOrNo = z.boolean("must be true or false");

/** The way to a server that is not reached directly; whoever connects reads all of it. */
export const way = text.regex(
  /^(ssh:\/\/[^@/?]+@[^?]+\?host-key=|cloud-sql:[^:]+:)/,
  "must be ssh://<user>@<host>?host-key=SHA256:… or cloud-sql:<project>:<region>:<instance>",
);

export function between(least: number, most: number) {
  const message = `must be ${least} to ${most}`;
  return z.int(message).min(least, message).max(most, message);
}

export function oneNumberOf(values: readonly number[]) {
  const message = `must be ${values.join(", ")}`;
  return z.int(message).refine((value) => values.includes(value), message);
}

export function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, `must be ${values.join(", ")}`);
}

/** Postgres's limit of 63 bytes; `pg_` belongs to Postgres. */
export const login = text
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, "must be lower-case letters, digits and underscores, at most 63")
  .refine((name) => !name.startsWith("pg_"), "must not begin with pg_");

export const maintenance = strict({ day: oneOf(weekdays), hour: between(0, 23) });

/** Values under names of one's own, as a cloud takes them. */
export function named<T extends z.ZodType>(
  value: T,
  message: string,
  { pattern, rule }: { readonly pattern: RegExp; readonly rule: string },
) {
  return z.record(z.string(), value, message).superRefine((given, context) => {
    for (const name of Object.keys(given))
      if (!pattern.test(name))
        context.addIssue({
          code: "custom",
          path: [name],
          message: `cannot be called so: ${rule}`,
          params: unneeded,
        });
  });
}

export const labels = z.record(z.string(), text, "must be names with texts");

/** Values as Postgres takes them; YAML makes numbers and booleans of some. */
export function parameters(reserved: Readonly<Record<string, string>>) {
  const elsewhere = new Map(Object.entries(reserved));
  const value = z.union(
    [z.string(), z.number().transform(String), z.boolean().transform((is) => (is ? "on" : "off"))],
    "must be text, a number, true or false",
  );
  return z.record(z.string(), value, "must be names with values").superRefine((given, context) => {
    for (const name of Object.keys(given)) {
      // Postgres takes a parameter's name in any case.
      const instead = elsewhere.get(name.toLowerCase());
      if (instead !== undefined)
        context.addIssue({
          code: "custom",
          path: [name],
          message: `is not set here: ${instead}`,
          params: unneeded,
        });
    }
  });
}

/** An IPv4 address in its order. */
function numberOf(address: string): number {
  return address.split(".").reduce((number, part) => number * 256 + Number(part), 0);
}

const whoConnects = "name the addresses of those who connect";
const closed = `must not open the server to the whole internet, or to more of it than a /8 (2^24 addresses): ${whoConnects}`;
const ofAzure = `must not be 0.0.0.0, by which Azure lets in all its machines, of any customer: ${whoConnects}`;

/** One IPv4 address, or the first and the last of a range. */
export const addresses = text
  .refine((range) => {
    const ends = range.split("-");
    return ends.length <= 2 && ends.every((end) => isIPv4(end));
  }, "must be an IPv4 address, or the first and the last of a range with a dash between")
  .refine((range) => {
    const [from = 0, to = from] = range.split("-").map(numberOf);
    return from <= to;
  }, "must begin with the first address of the range and end with the last")
  .refine((range) => {
    const [from = 0, to = from] = range.split("-").map(numberOf);
    return to - from < 2 ** 24;
  }, closed)
  .refine((range) => !/^0\.0\.0\.0(-0\.0\.0\.0)?$/.test(range), ofAzure)
  .transform((range) => {
    const [from = "", to = from] = range.split("-");
    return { from, to };
  });

/** A network of IPv4 in CIDR notation: Cloud SQL authorises no other ("Authorize with authorized networks"). */
export const network = text
  .refine((cidr) => {
    const [address = "", bits = "32", ...more] = cidr.split("/");
    return isIPv4(address) && more.length === 0 && /^(\d|[12]\d|3[0-2])$/.test(bits);
  }, "must be a network of IPv4 like 203.0.113.0/26")
  .refine((cidr) => Number(cidr.split("/")[1] ?? 32) >= 8, closed);

/** By path, `[0]` for every entry of a list, what one may set a value to. */
export type Examples = Readonly<Record<string, string>>;

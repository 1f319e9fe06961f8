// Pieces that the shapes of settings are made of. Messages never repeat a value, which may be a secret.
import { isIP, isIPv4 } from "node:net";
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

export function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, `must be ${values.join(", ")}`);
}

/** Postgres's limit of 63 bytes; `pg_` belongs to Postgres. */
export const login = text
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, "must be lower-case letters, digits and underscores, at most 63")
  .refine((name) => !name.startsWith("pg_"), "must not begin with pg_");

export const maintenance = strict({ day: oneOf(weekdays), hour: between(0, 23) });

export const labels = z.record(z.string(), text, "must be names with texts");

/** Values as Postgres takes them; YAML makes numbers and booleans of some. */
export function parameters(reserved: Readonly<Record<string, string>>) {
  const value = z.union(
    [z.string(), z.number().transform(String), z.boolean().transform((is) => (is ? "on" : "off"))],
    "must be text, a number, true or false",
  );
  return z.record(z.string(), value, "must be names with values").superRefine((given, context) => {
    for (const [name, instead] of Object.entries(reserved))
      if (name in given)
        context.addIssue({
          code: "custom",
          path: [name],
          message: `is not set here: ${instead}`,
          params: unneeded,
        });
  });
}

const closed = "must not open the server to the whole internet: name the addresses of those who connect";

/** One IPv4 address, or the first and the last of a range. */
export const addresses = text
  .refine((range) => {
    const ends = range.split("-");
    return ends.length <= 2 && ends.every((end) => isIPv4(end));
  }, "must be an IPv4 address, or the first and the last of a range with a dash between")
  .refine((range) => range !== "0.0.0.0-255.255.255.255", closed)
  .transform((range) => {
    const [from = "", to = from] = range.split("-");
    return { from, to };
  });

/** A network in CIDR notation. */
export const network = text
  .refine((cidr) => {
    const [address = "", bits, ...more] = cidr.split("/");
    return isIP(address) > 0 && more.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits));
  }, "must be a network like 203.0.113.0/26")
  .refine((cidr) => !cidr.endsWith("/0"), closed);

/** By path, `[0]` for every entry of a list, what one may set a value to. */
export type Examples = Readonly<Record<string, string>>;

// The setting `existing`: the address of a server that is there already.
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type ExistingServerArgs, readEnvironment, variablesOf } from "../components/index";
import type { Configuration } from "./mistakes";
import { type Examples, oneOf, strict, way } from "./shapes";

const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
const portRange = "must be 1 to 65535";

export const existing = strict({
  host: z.string("must name the server's host").min(1, "must not be empty"),
  port: z.int(portRange).min(1, portRange).max(65_535, portRange).default(5432),
  user: z
    .string("must be text")
    .min(1, "must not be empty")
    .max(63, "must have at most 63 characters")
    .default("postgres"),
  // Pulumi stores what looks like a number as one.
  password: z.union([z.string(), z.number().transform(String)], "must be text").exactOptional(),
  sslmode: z.enum(sslModes).default("require"),
  ca: z.string("must be text").exactOptional(),
  certificate: z.string("must be text").exactOptional(),
  key: z.string("must be text").exactOptional(),
  token: oneOf(["entra"]).exactOptional(),
  via: way.exactOptional(),
});

export const existingExamples: Examples = {
  host: "db.example.com",
  port: "5432",
  user: "postgres",
  sslmode: "require",
  token: "entra",
  via: "ssh://deploy@bastion.example.com?host-key=SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8",
};

/** Properties that are asked for so that nobody sees them, and such that are given as the text of a file. */
export const secretProperties: ReadonlySet<string> = new Set(["password", "key"]);
export const fileProperties: ReadonlySet<string> = new Set(["ca", "certificate"]);

interface Given {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly database: string | undefined;
  /** Environment variable that gives the password of a run. */
  readonly passwordVariable: string;
  readonly isPasswordGiven: boolean;
  /** Environment variable that was to give the address and cannot be read. */
  readonly unreadable: string | undefined;
}

/** What the setting says, and what the environment of the run says instead. */
export function givenAddress(
  properties: Readonly<Record<string, unknown>>,
  { environment = {}, stack }: Configuration,
): Given {
  const given = readEnvironment(environment, stack, properties.host !== undefined);
  const { database, port, ...said } = given.address;
  return {
    properties: { ...properties, ...said, ...(port && { port: Number(port) }) },
    database,
    passwordVariable: given.passwordVariable ?? `${variablesOf(stack)}_PASSWORD`,
    isPasswordGiven: given.passwordVariable !== undefined,
    unreadable: given.unreadable,
  };
}

export function existingArguments(
  { host, port, user, password, sslmode, token, via, ...certificates }: z.output<typeof existing>,
  { passwordVariable, isPasswordGiven }: Given,
): ExistingServerArgs {
  // One of the environment is read by who needs it, and stored nowhere.
  const secret = password === undefined || isPasswordGiven ? {} : { password: pulumi.secret(password) };
  const tls = { mode: sslmode, ...certificates };
  const reached = { ...(token && { token }), ...(via && { via }) };
  return { host, port, adminUser: user, ...secret, tls, passwordVariable, ...reached };
}

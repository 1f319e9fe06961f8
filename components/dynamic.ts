// The one way our Pulumi resources reach their handlers: a few lines of text that require them at run time.
// Nothing is serialised, so nothing can be captured: no secret, no path of this checkout, no copy of a module;
// the text is the same everywhere, and Pulumi need not load the TypeScript compiler to make it.
import * as pulumi from "@pulumi/pulumi";
import type { Server } from "./servers";

/** Groups of handlers that `components/handlers.ts` exports. */
export type HandlerGroup = "backups" | "credentials" | "schema" | "seeds" | "servers";

const methods = ["check", "diff", "create", "read", "update", "delete"] as const;

/** What Pulumi's dynamic provider process evaluates: `handler()` gives the provider of one resource type. */
export function providerText(group: HandlerGroup, handlers: string): string {
  const forwards = methods.map(
    (method) =>
      `  ${method}: (...args) => require("@stackschema/components").${group}.${handlers}.${method}(...args),`,
  );
  return ["exports.handler = () => ({", ...forwards, "});", ""].join("\n");
}

/** A resource whose provider is a set of handlers in `components/<group>/handlers.ts`. */
export class HandledResource extends pulumi.CustomResource {
  /**
   * @param group folder of the handlers
   * @param handlers name they are exported under; the resource's type is made of its capitalised form
   */
  constructor(
    group: HandlerGroup,
    handlers: string,
    name: string,
    inputs: pulumi.Inputs,
    options: pulumi.CustomResourceOptions,
  ) {
    const type = handlers.charAt(0).toUpperCase() + handlers.slice(1);
    super(
      `pulumi-nodejs:dynamic/${group}:${type}`,
      name,
      { ...inputs, __provider: providerText(group, handlers) },
      options,
    );
  }
}

/** Inputs that say how to reach a server's database: `targetOf` reads them in the handlers. */
export function connectionTo(server: Server): pulumi.Inputs {
  const { host, port, database, adminUser, password, passwordVariable, tls, token, via } = server;
  return {
    ...{ host, port, database, user: adminUser, password, tls },
    ...(passwordVariable === undefined ? {} : { passwordVariable }),
    ...(token === undefined ? {} : { token }),
    ...(via === undefined ? {} : { via }),
  };
}

// The types of an application's tables, made from the local database after its schema: files of the checkout.
import type * as pulumi from "@pulumi/pulumi";
import { connectionTo, HandledResource } from "../dynamic";
import type { Server } from "../servers";

export interface GeneratedTypesArguments {
  readonly server: Server;
  readonly application: string;
  /** Relative to the project, for the banner of the files. */
  readonly source: string;
  /** Its Postgres schema. */
  readonly schema: string;
  /** Of the schema as it is after its run. */
  readonly fingerprint: pulumi.Input<string>;
}

/** `generated/<application>/`, made anew when the schema changed, or the files did. A destroy leaves them. */
export class GeneratedTypes extends HandledResource {
  constructor(name: string, types: GeneratedTypesArguments, options: pulumi.CustomResourceOptions = {}) {
    const { server, application, source, schema, fingerprint } = types;
    const inputs = { ...connectionTo(server), application, source, schema, fingerprint };
    super("types", "generatedTypes", name, inputs, options);
  }
}

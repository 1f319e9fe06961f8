// The seeds of an application as a resource after its schema: run when their files change, never taken back.
import type * as pulumi from "@pulumi/pulumi";
import { connectionTo, HandledResource } from "../dynamic";
import type { Server } from "../servers";

export interface SeedsArguments {
  readonly server: Server;
  /**
   * Directory of the schema; its folder `seed` holds the seeds.
   * @example "schema/ledger"
   */
  readonly source: string;
  /** Where they are tried first. @default "auto" */
  readonly scratch?: "auto" | "embedded" | "server";
  /** Major version assumed while there is no server to ask. @default 17 */
  readonly major?: number;
}

export class Seeds extends HandledResource {
  /** The files of the last run, with the rows that each wrote. */
  declare readonly ran: pulumi.Output<readonly { readonly file: string; readonly rows: number }[]>;

  constructor(
    name: string,
    { server, source, scratch = "auto", major = 17 }: SeedsArguments,
    options: pulumi.CustomResourceOptions = {},
  ) {
    const inputs = { ...connectionTo(server), source, scratch, major };
    super("seeds", "seeds", name, { ran: undefined, ...inputs }, options);
  }
}

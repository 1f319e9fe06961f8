// An embedded Postgres in the background of this machine, for development: its data lies in the checkout and goes with
// `destroy`. The server itself is made by the handlers in handlers.ts; this file only declares it.
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { HandledResource } from "../dynamic";
import { projectRoot } from "../project";
import { ServerComponent } from "./component";
import type { ServerTls } from "./contract";
import { markKnown } from "./known";

export interface LocalServerArgs {
  /**
   * Major version of Postgres.
   * @default 17
   * @example 16
   */
  readonly major?: number;
  /**
   * Port on the loopback; 0 takes a free one and keeps it.
   * @default 0
   * @example 5433
   */
  readonly port?: number;
  /**
   * Made where it is missing.
   * @default "app"
   */
  readonly database?: string;
  /**
   * Directory of the server, relative to the project.
   * @default ".stackschema/local/<stack>"
   */
  readonly directory?: string;
}

class EmbeddedPostgres extends HandledResource {
  declare readonly directory: pulumi.Output<string>;
  declare readonly host: pulumi.Output<string>;
  declare readonly port: pulumi.Output<number>;
  declare readonly database: pulumi.Output<string>;
  declare readonly adminUser: pulumi.Output<string>;
  declare readonly password: pulumi.Output<string>;
  declare readonly major: pulumi.Output<number>;

  constructor(name: string, inputs: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    const outputs = { host: undefined, port: undefined, adminUser: undefined, password: undefined };
    super(
      "servers",
      "localServer",
      name,
      { ...inputs, ...outputs },
      { ...options, additionalSecretOutputs: ["password"] },
    );
  }
}

/** @example new LocalServer("server", { major: 17 }) */
export class LocalServer extends ServerComponent {
  override readonly deletedWith: pulumi.Resource;

  constructor(name: string, args: LocalServerArgs = {}, options?: pulumi.ComponentResourceOptions) {
    super("stackschema:servers:LocalServer", name, {}, options);
    const inputs = {
      directory: args.directory ?? `.stackschema/local/${pulumi.getStack()}`,
      major: args.major ?? 17,
      wantedPort: args.port ?? 0,
      database: args.database ?? "app",
      __stack: pulumi.getStack(),
    };
    const postgres = new EmbeddedPostgres(name, inputs, { parent: this });
    // What the program hears of stands in the state.
    if (!pulumi.runtime.isDryRun())
      postgres.directory.apply((directory) => markKnown(path.resolve(projectRoot(), directory)));
    const tls: ServerTls = { mode: "disable" };
    this.deletedWith = postgres;
    this.answerWith({
      host: postgres.host,
      port: postgres.port,
      database: postgres.database,
      adminUser: postgres.adminUser,
      password: postgres.password,
      tls: pulumi.output(tls),
      major: postgres.major,
      ready: postgres.port.apply(() => true),
    });
  }
}

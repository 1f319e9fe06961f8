// A server that answers: what depends on it runs once the server takes writes. In a preview it is what it will be, and
// nothing is waited for.
import type * as pulumi from "@pulumi/pulumi";
import { HandledResource } from "../dynamic";
import type { ServerTls } from "./contract";

/** The way to a server that a cloud is making. */
export interface ServerAddress {
  readonly host: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
  readonly database: pulumi.Input<string>;
  readonly user: pulumi.Input<string>;
  readonly password: pulumi.Input<string>;
  readonly tls: pulumi.Input<ServerTls>;
  readonly token?: "entra" | undefined;
  readonly via?: pulumi.Input<string> | undefined;
}

/** Its outputs are its inputs, known to work. */
export class ReadyServer extends HandledResource {
  declare readonly host: pulumi.Output<string>;
  declare readonly port: pulumi.Output<number>;
  declare readonly database: pulumi.Output<string>;
  declare readonly user: pulumi.Output<string>;
  declare readonly password: pulumi.Output<string>;
  declare readonly tls: pulumi.Output<ServerTls>;
  /** True, as soon as it is known. */
  declare readonly ready: pulumi.Output<boolean>;

  constructor(name: string, address: ServerAddress, options: pulumi.CustomResourceOptions) {
    super(
      "servers",
      "readyServer",
      name,
      { ...address, ready: undefined },
      { ...options, additionalSecretOutputs: ["password"] },
    );
  }
}

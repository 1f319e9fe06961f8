// What the components of all servers share: the outputs of the contract, and how they are registered.
import * as pulumi from "@pulumi/pulumi";
import type { Server, ServerTls, serverOutputs } from "./contract";
import type { ReadyServer } from "./ready";

type ServerOutputs = Pick<Server, (typeof serverOutputs)[number]>;

export abstract class ServerComponent extends pulumi.ComponentResource implements Server {
  declare readonly host: pulumi.Output<string>;
  declare readonly port: pulumi.Output<number>;
  declare readonly database: pulumi.Output<string>;
  declare readonly adminUser: pulumi.Output<string>;
  declare readonly password: pulumi.Output<string>;
  declare readonly tls: pulumi.Output<ServerTls>;
  declare readonly major: pulumi.Output<number>;
  declare readonly ready: pulumi.Output<boolean>;
  readonly token: "entra" | undefined = undefined;
  readonly via: pulumi.Output<string> | undefined = undefined;
  readonly authority: pulumi.Output<string> | undefined = undefined;
  readonly resourceId: pulumi.Output<string> | undefined = undefined;
  readonly deletedWith: pulumi.Resource | undefined = undefined;

  /** Called once, at the end of the constructor; the password becomes a secret, whatever it was. */
  protected answerWith(outputs: ServerOutputs): void {
    Object.assign(this, { ...outputs, password: pulumi.secret(outputs.password) });
    this.registerOutputs({ host: this.host, port: this.port, database: this.database });
  }

  /** Of a server that a cloud makes: its outputs are known once it answers. */
  protected answerAs(answering: ReadyServer, major: number): void {
    const { host, port, database, user: adminUser, password, tls, ready } = answering;
    this.answerWith({ host, port, database, adminUser, password, tls, ready, major: pulumi.output(major) });
  }
}

// A Postgres that is there already: its address and its administrator's password. Nothing is made and nothing deleted.
import * as pulumi from "@pulumi/pulumi";
import { maskedUrlOf } from "../url";
import { ServerComponent } from "./component";
import type { ServerTls } from "./contract";

export interface ExistingServerArgs {
  /** @example "db.example.com" */
  readonly host: pulumi.Input<string>;
  /** @default 5432 */
  readonly port?: pulumi.Input<number>;
  /** @default "postgres" */
  readonly database?: pulumi.Input<string>;
  /**
   * Needs CREATE on the database and CREATEROLE, not SUPERUSER.
   * @default "postgres"
   */
  readonly adminUser?: pulumi.Input<string>;
  /** Becomes a secret, whatever it was. */
  readonly password?: pulumi.Input<string>;
  /**
   * Environment variable that gives the password of a run, or a URL with it; its value is stored nowhere.
   * @example "PG_SANDBOX_PASSWORD"
   */
  readonly passwordVariable?: string | undefined;
  /** In place of the password: a token of Microsoft Entra, for whomever the machine is signed in as. */
  readonly token?: "entra";
  /**
   * The way from this machine to the server where it is not reached directly.
   * @default none
   * @example "ssh://deploy@bastion.example.com?host-key=SHA256:…"
   */
  readonly via?: pulumi.Input<string>;
  /** @default { mode: "require" } */
  readonly tls?: pulumi.Input<ServerTls>;
  /**
   * Major version assumed as long as the server cannot be asked.
   * @default 17
   */
  readonly major?: pulumi.Input<number>;
}

/** @example new ExistingServer("server", { host: "db.example.com", password: config.requireSecret("password") }) */
export class ExistingServer extends ServerComponent {
  readonly passwordVariable: string | undefined;
  override readonly token: "entra" | undefined;
  override readonly via: pulumi.Output<string> | undefined;

  constructor(name: string, args: ExistingServerArgs, options?: pulumi.ComponentResourceOptions) {
    super("stackschema:servers:ExistingServer", name, {}, options);
    const tls = pulumi.output<ServerTls>(args.tls ?? { mode: "require" });
    const host = pulumi.output(args.host);
    this.passwordVariable = args.passwordVariable;
    this.token = args.token;
    this.via = args.via === undefined ? undefined : pulumi.output(args.via);
    this.answerWith({
      host,
      port: pulumi.output(args.port ?? 5432),
      database: pulumi.output(args.database ?? "postgres"),
      adminUser: pulumi.output(args.adminUser ?? "postgres"),
      password: pulumi.output(args.password ?? ""),
      tls: tls.apply((settings) =>
        settings.key === undefined ? pulumi.output(settings) : pulumi.secret(settings),
      ),
      major: pulumi.output(args.major ?? 17),
      ready: host.apply(() => true),
    });
    maskedUrlOf(this).apply((url) => void pulumi.log.info(`connects to ${url}`, this));
  }
}

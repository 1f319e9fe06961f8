// How one application reaches its database: two login roles, of which one is in use, and the secret that names it. Another
// generation is a rotation without downtime (docs/decisions/0030-rotation.md).
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";
import type { Server } from "../servers";
import type {
  ApplicationCredentials,
  ConnectionParts,
  SecretReaders,
  SecretStore,
  StoredSecret,
} from "./contract";
import { ApplicationLogin, LoginInUse } from "./login";

export interface CredentialsArguments {
  readonly server: Server;
  /** Where the connection URL is kept. */
  readonly store: SecretStore;
  /**
   * First part of the login roles' names.
   * @default the application's name, dashes as underscores
   * @example "order_desk", of which come order_desk_a and order_desk_b
   */
  readonly role?: string;
  /**
   * Group role whose rights the logins have; it must be there before them.
   * @default "<role>_rw"
   */
  readonly group?: string;
  /**
   * Any other number is a rotation.
   * @default 1
   */
  readonly generation?: number;
  /**
   * Whether the previous login ends as soon as the consumers have the one of now, its sessions with it.
   * @default false: it stays valid until the next rotation
   */
  readonly revokePrevious?: boolean;
  /**
   * Who may read the secret, and nothing else.
   * @default nobody but those who may anyway
   */
  readonly readers?: SecretReaders;
  /**
   * Who makes passwords: `provider` is @pulumi/random, `handler` this project itself, which needs no plugin.
   * @default "handler"
   */
  readonly passwords?: "provider" | "handler";
}

/**
 * @example const credentials = new Credentials("ledger", { server, store: new FileStore() }, { dependsOn: groupRoles })
 * // a service that names credentials.secret.reference and .version, then
 * credentials.inUse({ dependsOn: service })
 */
export class Credentials extends pulumi.ComponentResource implements ApplicationCredentials {
  readonly application: string;
  readonly secret: StoredSecret;
  readonly login: pulumi.Output<string>;
  readonly generation: pulumi.Output<number>;
  readonly parts: pulumi.Output<ConnectionParts>;

  readonly #settings: Omit<ConstructorParameters<typeof LoginInUse>[1], "role" | "generation">;

  constructor(
    application: string,
    arguments_: CredentialsArguments,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("stackschema:credentials:Credentials", application, {}, options);
    const { server, store, generation = 1, revokePrevious = false, readers = {} } = arguments_;
    const prefix = arguments_.role ?? application.replaceAll("-", "_");
    const roles = [`${prefix}_a`, `${prefix}_b`] as const;
    const deletedWith = server.deletedWith === undefined ? {} : { deletedWith: server.deletedWith };
    const newPassword =
      arguments_.passwords === "provider" ? passwordOf(application, generation, this) : undefined;
    const login = new ApplicationLogin(
      `${application}-login`,
      { server, roles, group: arguments_.group ?? `${prefix}_rw`, generation, newPassword },
      { parent: this, ...deletedWith },
    );
    this.application = application;
    this.login = login.role;
    this.generation = login.generation;
    const content = { value: pulumi.secret(login.url), login: login.role, generation: login.generation };
    this.secret = store.keep(`${application}-database-url`, content, readers, { parent: this });
    this.parts = partsOf(server, login.role);
    this.#settings = { server, roles, revokePrevious };
    login.generation.apply((reached) => this.#tellUnfinished(reached, generation));
    this.registerOutputs({ login: this.login, generation: this.generation, secret: this.secret.reference });
  }

  /**
   * Ends a rotation: to be called once, when all that consumes the credentials was declared.
   * @param options `dependsOn` names the consumers
   */
  inUse(options: pulumi.CustomResourceOptions = {}): LoginInUse {
    const { server } = this.#settings;
    const consumers = pulumi
      .output(options.dependsOn ?? [])
      .apply((some) => [this.secret.written, ...(Array.isArray(some) ? some : [some])]);
    return new LoginInUse(
      `${this.application}-login-in-use`,
      { ...this.#settings, role: this.login, generation: this.generation },
      {
        parent: this,
        ...(server.deletedWith === undefined ? {} : { deletedWith: server.deletedWith }),
        ...options,
        dependsOn: consumers,
      },
    );
  }

  #tellUnfinished(reached: number, wanted: number): void {
    if (reached === wanted) return;
    const text =
      `the rotation of ${this.application} to generation ${reached} was interrupted, so it is finished first. ` +
      `Run up once more for generation ${wanted}.`;
    void pulumi.log.warn(text, this);
  }
}

/** Letters and digits: no URL, shell or SASLprep changes them. */
function passwordOf(application: string, generation: number, parent: pulumi.Resource): pulumi.Output<string> {
  const password = new RandomPassword(
    `${application}-password`,
    { length: 32, special: false, keepers: { generation: String(generation) } },
    { parent },
  );
  return pulumi.secret(password.result);
}

function partsOf(
  { host, port, database, tls }: Server,
  user: pulumi.Output<string>,
): pulumi.Output<ConnectionParts> {
  return pulumi.all([host, port, database, tls, user]).apply(([address, number, name, { mode }, login]) => ({
    host: address,
    port: number,
    database: name,
    user: login,
    sslmode: mode,
  }));
}

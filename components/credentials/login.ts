// The login of an application: one of its two roles, `ledger_a` or `ledger_b`, with a password of its generation. And what
// comes last in a rotation, when store and consumer have it: that login is the one in use.
import * as pulumi from "@pulumi/pulumi";
import { connectionTo, HandledResource } from "../dynamic";
import type { Server } from "../servers";

/** Whose the logins are, besides the server's database. */
const identity = () => ({ __project: pulumi.getProject(), __stack: pulumi.getStack() });

interface LoginArguments {
  readonly server: Server;
  /** Both login roles. */
  readonly roles: readonly [string, string];
  /** Group role whose rights they have. */
  readonly group: string;
  /** Generation that the settings ask for; another number is a rotation. */
  readonly generation: number;
  /** Password of that generation; its maker is the handler where it is absent. */
  readonly newPassword: pulumi.Output<string> | undefined;
}

export class ApplicationLogin extends HandledResource {
  declare readonly role: pulumi.Output<string>;
  declare readonly generation: pulumi.Output<number>;
  /** Connection URL; secret. */
  declare readonly url: pulumi.Output<string>;

  constructor(name: string, arguments_: LoginArguments, options: pulumi.CustomResourceOptions) {
    const { server, roles, group, generation, newPassword } = arguments_;
    const inputs = {
      ...connectionTo(server),
      roles: [...roles],
      group,
      wanted: generation,
      ...(newPassword === undefined ? {} : { newPassword }),
      ...identity(),
    };
    const outputs = { role: undefined, generation: undefined, url: undefined, loginPassword: undefined };
    super(
      "credentials",
      "applicationLogin",
      name,
      { ...outputs, ...inputs },
      { ...options, additionalSecretOutputs: ["url", "loginPassword"] },
    );
  }
}

interface InUseArguments {
  readonly server: Server;
  readonly roles: readonly [string, string];
  readonly role: pulumi.Output<string>;
  readonly generation: pulumi.Output<number>;
  readonly revokePrevious: boolean;
}

export class LoginInUse extends HandledResource {
  constructor(name: string, arguments_: InUseArguments, options: pulumi.CustomResourceOptions) {
    const { server, roles, role, generation, revokePrevious } = arguments_;
    const inputs = {
      ...connectionTo(server),
      roles: [...roles],
      role,
      generation,
      revokePrevious,
      ...identity(),
    };
    super("credentials", "loginInUse", name, inputs, options);
  }
}

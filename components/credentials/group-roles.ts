// The roles without login that are made before the schemas: `<schema>_owner`, which is to own what is made in it, and the
// groups that sources grant to, `<schema>_rw` and `<schema>_ro`.
// Logins and their passwords are not made here.
import type * as pulumi from "@pulumi/pulumi";
import { connectionTo, HandledResource } from "../dynamic";
import type { Server } from "../servers";

export interface GroupRolesArguments {
  readonly server: Server;
  /** @example ["ledger_rw", "ledger_ro"] */
  readonly names: readonly string[];
  /**
   * Roles that own schemas: also without login; the login of the server acts as them.
   * @example ["ledger_owner"]
   */
  readonly owners: readonly string[];
}

export class GroupRoles extends HandledResource {
  constructor(
    name: string,
    { server, names, owners }: GroupRolesArguments,
    options: pulumi.CustomResourceOptions = {},
  ) {
    super(
      "credentials",
      "groupRoles",
      name,
      { ...connectionTo(server), names: [...names], owners: [...owners] },
      options,
    );
  }
}

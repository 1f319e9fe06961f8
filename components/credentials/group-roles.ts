// The group roles that sources grant to: `<schema>_rw` and `<schema>_ro`, without login, made before the schemas.
// Logins and their passwords are not made here.
import type * as pulumi from "@pulumi/pulumi";
import { connectionTo, HandledResource } from "../dynamic";
import type { Server } from "../servers";

export interface GroupRolesArguments {
  readonly server: Server;
  /** @example ["ledger_rw", "ledger_ro"] */
  readonly names: readonly string[];
}

export class GroupRoles extends HandledResource {
  constructor(
    name: string,
    { server, names }: GroupRolesArguments,
    options: pulumi.CustomResourceOptions = {},
  ) {
    super("credentials", "groupRoles", name, { ...connectionTo(server), names: [...names] }, options);
  }
}

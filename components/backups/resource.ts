// The backup before destruction: nothing as long as no run destroys anything; then a backup of the server, made after the
// plans and before the first schema. A run whose backup fails destroys nothing.
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { SchemaPlan } from "../schema/resource";
import type { Server } from "../servers";
import type { BackupWay } from "./contract";

export interface BackupBeforeDestructionArguments {
  readonly server: Server;
  /** The plans of all schemas of the server. */
  readonly plans: readonly SchemaPlan[];
  readonly way: BackupWay;
}

/** As long as Postgres takes a name, and both clouds. */
const longestName = 60;

/** One name for the runs of several plans at once: another one whenever one of them is another. */
function nameOf(backups: readonly string[]): string {
  const made = backups.filter((backup) => backup !== "");
  if (made.length === 0) return "";
  const name = `before-${made.join("-and-")}`;
  if (name.length <= longestName) return name;
  return `before-${createHash("sha256").update(name).digest("hex").slice(0, 16)}`;
}

export class BackupBeforeDestruction extends pulumi.ComponentResource {
  /** Name of the last backup; empty before the first. */
  readonly backup: pulumi.Output<string>;
  /** The consents that the plans are going to use: what a run may destroy after the backup. */
  readonly destroys: pulumi.Output<readonly string[]>;
  /** What must come after it depends on these. */
  readonly made: pulumi.Output<pulumi.Resource[]>;

  constructor(
    name: string,
    { server, plans, way }: BackupBeforeDestructionArguments,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super("stackschema:backups:BackupBeforeDestruction", name, {}, options);
    const wanted = pulumi.all(plans.map(({ backup }) => backup)).apply(nameOf);
    this.made = wanted.apply((backup) =>
      backup === ""
        ? []
        : [way.make({ name, server, backup, options: { parent: this, dependsOn: [...plans] } })],
    );
    this.destroys = pulumi.all(plans.map(({ destroys }) => destroys)).apply((lists) => lists.flat());
    this.backup = pulumi.all([wanted, this.made]).apply(([backup]) => backup);
    this.registerOutputs({ backup: this.backup });
  }
}

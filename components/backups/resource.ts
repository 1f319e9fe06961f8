// The backup before destruction: nothing as long as no run destroys anything; then a backup of the server, made after the
// plans and before the first schema. A run whose backup fails destroys nothing.
import * as pulumi from "@pulumi/pulumi";
import { HandledResource } from "../dynamic";
import type { SchemaPlan } from "../schema/resource";
import type { Server } from "../servers";
import type { BackupWay } from "./contract";

export interface BackupBeforeDestructionArguments {
  readonly server: Server;
  /** The plans of all schemas of the server. */
  readonly plans: readonly SchemaPlan[];
  readonly way: BackupWay;
}

/** Of the backup before the next plan that destroys something; what had one stays as it is called. */
class BackupName extends HandledResource {
  declare readonly backup: pulumi.Output<string>;
  /** Of the plans, as they were when it was named. */
  declare readonly runs: pulumi.Output<readonly string[]>;

  constructor(name: string, plans: readonly SchemaPlan[], options: pulumi.CustomResourceOptions) {
    const runs = plans.map(({ run }) => run);
    super("backups", "backupName", name, { backup: undefined, runs }, options);
  }
}

const leftOut =
  "this run leaves the backup out (--exclude), which must come before what it destroys. Nothing was changed. Run it without.";

/** Pulumi answers such a one with success. What depends on it must not be registered: the state would name what is not there. */
async function isLeftOut({ id }: pulumi.CustomResource): Promise<boolean> {
  if (pulumi.runtime.isDryRun()) return false;
  const [isKnown, value] = await Promise.all([
    Reflect.get(id, "isKnown"),
    Reflect.get(id, "promise").call(id),
  ]);
  return isKnown !== true || !value;
}

export class BackupBeforeDestruction extends pulumi.ComponentResource {
  /** Name of the last backup; empty before the first. */
  readonly backup: pulumi.Output<string>;
  /** The runs of plans that have a backup: what they destroy may be destroyed. */
  readonly covered: pulumi.Output<readonly string[]>;
  /** What must come after it depends on these. */
  readonly made: pulumi.Output<pulumi.Resource[]>;

  constructor(
    name: string,
    { server, plans, way }: BackupBeforeDestructionArguments,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super("stackschema:backups:BackupBeforeDestruction", name, {}, options);
    const { backup: wanted, id, runs } = new BackupName(name, plans, { parent: this });
    const run = pulumi.interpolate`${wanted} ${id}`;
    const after = { parent: this, dependsOn: [...plans] };
    const made = wanted.apply((backup) =>
      // Undefined where the run leaves its maker out.
      backup ? [way.make({ name, server, backup, run, options: after })] : [],
    );
    this.made = made.apply(async (backups) => {
      for (const { resource } of backups) if (await isLeftOut(resource)) throw new pulumi.RunError(leftOut);
      return backups.map(({ resource }) => resource);
    });
    this.covered = pulumi
      .all([made, runs, run])
      .apply(([backups, named, wantedRun]) => (backups[0]?.run === wantedRun ? named : []));
    this.backup = pulumi.all([wanted, this.made]).apply(([backup]) => backup);
    this.registerOutputs({ backup: this.backup });
  }
}

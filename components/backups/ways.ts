// The ways to make a backup, one for each place a server may be. The clouds' own command lines do it, as whoever runs Pulumi
// is logged in there; on a server without such a thing the database is copied.
import { Command } from "@pulumi/command/local";
import * as pulumi from "@pulumi/pulumi";
import { setCommand } from "../config-command";
import { connectionTo, HandledResource } from "../dynamic";
import type { Backup, BackupRequest, BackupWay, NoBackup } from "./contract";

/** Run anew for each run; what it made stays when the resource goes. */
function command({ name, run: wanted, options }: BackupRequest, create: pulumi.Input<string>): Backup {
  const resource = new Command(name, { create, triggers: [wanted] }, options);
  // Without an id nothing was made: of a resource that a run leaves out, the SDK takes the inputs for its outputs.
  const run = pulumi
    .all([resource.id, resource.triggers])
    .apply(([id, triggers]) => (id ? String(triggers?.[0] ?? "") : ""));
  return { resource, run };
}

export interface AzureBackupArguments {
  readonly resourceGroup: pulumi.Input<string>;
  /** The server's name in Azure. */
  readonly serverName: pulumi.Input<string>;
  /** Of the server: `/subscriptions/<id>/resourceGroups/…`. */
  readonly resourceId: pulumi.Output<string>;
}

/**
 * An on-demand backup of a Flexible Server, which Azure keeps as long as the automatic ones. Needs Azure CLI 2.86 or newer:
 * before, `--name` was the server (learn.microsoft.com/cli/azure/postgres/flexible-server/backup).
 */
export function azureBackup({ resourceGroup, serverName, resourceId }: AzureBackupArguments): BackupWay {
  // Pulumi's provider need not work in the subscription that the command line is set to.
  const subscription = resourceId.apply((id) => id.split("/")[2] ?? "");
  return {
    make: (request) =>
      command(
        request,
        pulumi.interpolate`az postgres flexible-server backup create --resource-group "${resourceGroup}" --server-name "${serverName}" --name "${request.backup}" --subscription "${subscription}" --output none`,
      ),
  };
}

export interface GoogleBackupArguments {
  /** @default the project that gcloud is set to */
  readonly project?: pulumi.Input<string>;
  readonly instance: pulumi.Input<string>;
}

/**
 * An on-demand backup of a Cloud SQL instance, kept until it is deleted; its name is its description, since Cloud SQL gives
 * numbers only (cloud.google.com/sdk/gcloud/reference/sql/backups/create).
 */
export function googleBackup({ project, instance }: GoogleBackupArguments): BackupWay {
  const projectFlag = project === undefined ? "" : pulumi.interpolate` --project="${project}"`;
  return {
    make: (request) =>
      command(
        request,
        pulumi.interpolate`gcloud sql backups create --instance="${instance}"${projectFlag} --description="${request.backup}" --quiet`,
      ),
  };
}

class DatabaseCopy extends HandledResource {
  /** The run that it was made for: told by who made it alone. */
  declare readonly made: pulumi.Output<string | undefined>;

  constructor({ name, server, backup, run, options }: BackupRequest) {
    const inputs = { ...connectionTo(server), copy: backup, run };
    super("backups", "databaseCopy", name, { ...inputs, made: undefined }, options);
  }
}

/** A copy of the database beside it on the same server: for one that is small, and that nobody is connected to. */
export const databaseCopy: BackupWay = {
  make: (request) => {
    const resource = new DatabaseCopy(request);
    return { resource, run: resource.made.apply((run) => run ?? "") };
  },
};

/** What a server that is there already offers: nothing that we know of. */
export function existingBackup(stack: string): NoBackup {
  const copy = setCommand(stack, "stackschema:backup", "copy");
  return {
    none: `no backup is made before this run: who backs up a server that was there already is not known here. Make one yourself, or have the database copied on the same server: ${copy}`,
  };
}

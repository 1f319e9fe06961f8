// How a backup of a server is made on demand, before something is destroyed. Whoever makes one knows this contract and no
// kind of server. A backup is never removed by us: how long it is kept is the cloud's, or yours.
import type * as pulumi from "@pulumi/pulumi";
import type { Server } from "../servers";

export interface BackupRequest {
  /** Of the resource. */
  readonly name: string;
  readonly server: Server;
  /** What the backup shall be called. */
  readonly backup: string;
  /** Another one is another backup, also where it is called the same. */
  readonly run: pulumi.Input<string>;
  readonly options: pulumi.CustomResourceOptions;
}

export interface Backup {
  readonly resource: pulumi.CustomResource;
  /** Of the request that it was made for; where a run leaves the resource out, of an earlier one. */
  readonly run: pulumi.Output<string>;
}

/** A way to make a backup. */
export interface BackupWay {
  /** Makes the resource whose creation makes the backup, and fails where it fails. */
  readonly make: (request: BackupRequest) => Backup;
}

/** Where no backup can be made: why, and what to do, in one line. */
export interface NoBackup {
  readonly none: string;
}

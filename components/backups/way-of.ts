// Which way of making a backup a server has.
import * as pulumi from "@pulumi/pulumi";
import { AzureServer, GcpServer, LocalServer, type Server } from "../servers";
import type { BackupWay, NoBackup } from "./contract";
import { azureBackup, databaseCopy, existingBackup, googleBackup } from "./ways";

/** `auto`: as the server's place has it; `copy`: the database is copied on its server; `never`: none is made. */
export type BackupSetting = "auto" | "copy" | "never";

export function backupWayOf(server: Server, setting: BackupSetting): BackupWay | NoBackup {
  if (setting === "never") return { none: "no backup is made before this run: the setting backup is never" };
  if (setting === "copy" || server instanceof LocalServer) return databaseCopy;
  if (server instanceof AzureServer) return azureBackup(server);
  if (server instanceof GcpServer) {
    const project = server.connectionName.apply((name) => name.split(":")[0] ?? "");
    return googleBackup({ project, instance: server.instanceName });
  }
  return existingBackup(pulumi.getStack());
}

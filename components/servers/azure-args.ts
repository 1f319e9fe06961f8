// What may be said of a server in Azure, and what follows from its SKU. Facts: "Compute options in Azure Database for
// PostgreSQL flexible server" and the REST API of version 2025-08-01, as in @pulumi/azure-native.
import * as pulumi from "@pulumi/pulumi";
import type { MaintenanceWindow } from "./maintenance";

/** Who may reach the server. It cannot be changed to the other kind later. */
export type AzureAccess =
  | {
      /** From inside a network alone; there is no public address. */
      readonly kind: "private";
      /**
       * Resource id of a subnet that is delegated to Microsoft.DBforPostgreSQL/flexibleServers.
       * @example "/subscriptions/…/virtualNetworks/main/subnets/postgres"
       */
      readonly subnetId: pulumi.Input<string>;
      /**
       * Resource id of a private DNS zone that is linked to the network; its name ends in postgres.database.azure.com.
       * @default a zone is made and linked to the subnet's network
       */
      readonly dnsZoneId?: pulumi.Input<string>;
    }
  | {
      /** By a public address, for the addresses that a rule names. */
      readonly kind: "public";
      /**
       * By name; `to` is `from` where it is absent. From 0.0.0.0 to 0.0.0.0 means every machine inside Azure, of any
       * customer.
       * @example { office: { from: "203.0.113.0", to: "203.0.113.63" } }
       */
      readonly firewallRules: Readonly<Record<string, AzureFirewallRule>>;
    };

export interface AzureFirewallRule {
  readonly from: pulumi.Input<string>;
  readonly to?: pulumi.Input<string>;
}

export interface EntraAuthentication {
  readonly tenantId: pulumi.Input<string>;
  /** Who administers the server by Entra, besides the administrator with a password. */
  readonly administrators: readonly EntraAdministrator[];
}

export interface EntraAdministrator {
  readonly objectId: string;
  /** Name of the principal, which is its role's name in Postgres. */
  readonly name: string;
  readonly kind: "user" | "group" | "servicePrincipal";
}

export interface AzureServerArgs {
  readonly access: AzureAccess;
  /**
   * Azure region.
   * @default that of the provider (azure-native:location)
   * @example "westeurope"
   */
  readonly location?: pulumi.Input<string>;
  /**
   * Name of a resource group that is there already.
   * @default one is made
   */
  readonly resourceGroup?: pulumi.Input<string>;
  /**
   * First part of the host name, unique in all of Azure.
   * @default the resource's name and some characters by chance
   */
  readonly serverName?: pulumi.Input<string>;
  /**
   * Major version of Postgres. A higher one upgrades the server in place.
   * @default 17
   */
  readonly major?: number;
  /**
   * Database that is made.
   * @default "app"
   */
  readonly database?: string;
  /**
   * Login of the administrator; cannot be changed later.
   * @default "stackschema_admin"
   */
  readonly adminUser?: string;
  /**
   * Another number gives the administrator another password.
   * @default 1
   */
  readonly adminGeneration?: number;
  /**
   * Size of the machine; its tier follows from the name: B is Burstable, D General Purpose, E Memory Optimized.
   * @default "Standard_D2ds_v5"
   * @example "Standard_B1ms"
   */
  readonly sku?: string;
  /**
   * Size of the disk in GiB: 32, 64, 128 and so on to 2048, 4095, 4096, 8192, 16384 or 32767. It never shrinks: where
   * Azure made it grow, give what it has now.
   * @default 32
   */
  readonly storageGb?: number;
  /** Whether Azure makes the disk larger before it is full. @default true */
  readonly autogrow?: boolean;
  /** Days that backups are kept, 7 to 35; within them any moment can be restored. @default 14 */
  readonly backupDays?: number;
  /** Backups in the paired region too; cannot be changed later. @default false */
  readonly geoRedundantBackup?: boolean;
  /** A second machine that takes over; not for Burstable SKUs. @default "none" */
  readonly highAvailability?: "none" | "same-zone" | "zone-redundant";
  /** @default Azure chooses */
  readonly maintenance?: MaintenanceWindow;
  /** Logins by Microsoft Entra beside those with passwords. @default none */
  readonly entra?: EntraAuthentication;
  /**
   * The Entra administrator that the stack itself connects as, with a token instead of a password: whoever runs it is
   * signed in as that principal, or is in that group.
   * @default the administrator with a password
   */
  readonly entraLogin?: string;
  /**
   * The way from this machine to the server where it is not reached directly.
   * @default none
   * @example "ssh://deploy@bastion.example.com?host-key=SHA256:…"
   */
  readonly via?: pulumi.Input<string>;
  /** Oldest version of TLS that is spoken. @default "1.2" */
  readonly minimumTls?: "1.2" | "1.3";
  /**
   * Extensions that CREATE EXTENSION may make; Azure refuses all others (server parameter azure.extensions).
   * @default none
   * @example ["pgcrypto", "pg_trgm"]
   */
  readonly extensions?: readonly string[];
  /**
   * Further server parameters. Static ones hold after a restart of the server, which is not made for them.
   * @default none
   * @example { log_min_duration_statement: "500" }
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whether Pulumi refuses to delete or replace the server (`protect`). @default true */
  readonly deletionProtection?: boolean;
  /** Of the server and all that is made beside it. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

const tiers: Readonly<Record<string, AzureTier>> = {
  B: "Burstable",
  D: "GeneralPurpose",
  E: "MemoryOptimized",
};

type AzureTier = "Burstable" | "GeneralPurpose" | "MemoryOptimized";

/** Tier of a SKU by its name, or undefined where there is none. */
export function tierOf(sku: string): AzureTier | undefined {
  return tiers[/^Standard_([BDE])\d+[a-z]*(_v\d+)?$/.exec(sku)?.[1] ?? ""];
}

/** @throws pulumi.RunError where no tier has the SKU */
export function azureTier(sku: string): AzureTier {
  const tier = tierOf(sku);
  if (tier !== undefined) return tier;
  throw new pulumi.RunError(
    `azure: the SKU ${sku} is of no tier: it must be like Standard_B1ms, Standard_D2ds_v5 or Standard_E4ds_v5`,
  );
}

/**
 * GiB of the disks there are ("Premium SSD" in the manual of flexible servers; storage_mb of the provider azurerm, which
 * takes the same sizes in MiB and no others).
 */
export const azureDiskSizes: readonly number[] = [
  32, 64, 128, 256, 512, 1024, 2048, 4095, 4096, 8192, 16_384, 32_767,
];

/** Parameters that are set by an argument of their own, or always. */
export type OwnParameter = "require_secure_transport" | "ssl_min_protocol_version" | "azure.extensions";

export const noBurstableStandby =
  "Burstable SKUs (Standard_B…) have no high availability: take a Standard_D… or Standard_E…, or none";

/** As Azure spells it. @throws pulumi.RunError where the SKU cannot have it */
export function highAvailabilityOf(
  sku: string,
  wanted: AzureServerArgs["highAvailability"] = "none",
): string {
  if (wanted === "none") return "Disabled";
  if (tierOf(sku) === "Burstable") throw new pulumi.RunError(`azure: ${noBurstableStandby}`);
  return wanted === "same-zone" ? "SameZone" : "ZoneRedundant";
}

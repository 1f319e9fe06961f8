// A Flexible Server in Azure Database for PostgreSQL, with its database, settings and firewall. Only this file and
// azure-parts.ts know Azure's resources. Azure does one management operation on a server at a time and answers the
// second with ServerIsBusy, so what belongs to a server is made one after the other.
import * as dbforpostgresql from "@pulumi/azure-native/dbforpostgresql";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { type AzureServerArgs, azureTier, highAvailabilityOf } from "./azure-args";
import { type Children, entraAdministrators, firewall, parametersOf, privateZone } from "./azure-parts";
import { ServerComponent } from "./component";
import type { ServerTls } from "./contract";
import { isoDay, type MaintenanceWindow } from "./maintenance";
import { adminPassword } from "./password";
import { ReadyServer } from "./ready";

const port = 5432;
/** By the authorities that Node knows: the two roots of Azure are among them. */
const tls: ServerTls = { mode: "verify-full" };

/**
 * @example
 * new AzureServer("server", {
 *   location: "westeurope",
 *   access: { kind: "public", firewallRules: { office: { from: "203.0.113.7" } } },
 *   extensions: ["pgcrypto"],
 * })
 */
export class AzureServer extends ServerComponent {
  /** Name of the resource group that holds the server. */
  readonly resourceGroup: pulumi.Output<string>;
  /** The server's name in Azure, for `az postgres flexible-server`. */
  readonly serverName: pulumi.Output<string>;
  override readonly resourceId: pulumi.Output<string>;
  override readonly token: "entra" | undefined;
  override readonly via: pulumi.Output<string> | undefined;

  /** @throws pulumi.RunError where the SKU is of no tier, or has no high availability and should */
  constructor(name: string, args: AzureServerArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("stackschema:servers:AzureServer", name, {}, options);
    const { adminUser = "stackschema_admin", major = 17, tags, entraLogin } = args;
    this.token = entraLogin === undefined ? undefined : "entra";
    this.via = args.via === undefined ? undefined : pulumi.output(args.via);
    this.resourceGroup = resourceGroup(name, args, this);
    const password = adminPassword(name, args.adminGeneration ?? 1, { parent: this });
    const server = new dbforpostgresql.Server(
      name,
      {
        ...serverSettings(name, args, this.resourceGroup, this),
        resourceGroupName: this.resourceGroup,
        version: String(major),
        administratorLogin: adminUser,
        administratorLoginPassword: password,
        ...(args.serverName === undefined ? {} : { serverName: args.serverName }),
        ...(args.location === undefined ? {} : { location: args.location }),
        ...(tags === undefined ? {} : { tags }),
      },
      {
        parent: this,
        protect: options.protect ?? args.deletionProtection ?? true,
        // The old one goes when the schema's resource has let the new one be.
        deleteBeforeReplace: false,
      },
    );
    this.serverName = server.name;
    this.resourceId = server.id;
    const database = belongings(name, args, server, this.resourceGroup, this);
    const ready = new ReadyServer(
      name,
      {
        host: server.fullyQualifiedDomainName,
        port,
        database: databaseOf(args),
        user: entraLogin ?? adminUser,
        password,
        tls,
        token: this.token,
        via: this.via,
      },
      { parent: this, dependsOn: database },
    );
    this.answerAs(ready, major);
  }
}

function databaseOf({ database = "app" }: AzureServerArgs): string {
  return database;
}

function resourceGroup(
  name: string,
  { resourceGroup: existing, location, tags }: AzureServerArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if (existing !== undefined) return pulumi.output(existing);
  const group = new resources.ResourceGroup(
    name,
    { ...(location === undefined ? {} : { location }), ...(tags === undefined ? {} : { tags }) },
    { parent },
  );
  return group.name;
}

function maintenance(window: MaintenanceWindow | undefined) {
  if (window === undefined) return {};
  const { hour } = window;
  // Azure counts from Sunday, which is 0.
  const dayOfWeek = isoDay(window) % 7;
  return { maintenanceWindow: { customWindow: "Enabled", dayOfWeek, startHour: hour, startMinute: 0 } };
}

function network(
  name: string,
  { access, tags }: AzureServerArgs,
  group: pulumi.Output<string>,
  parent: pulumi.Resource,
) {
  if (access.kind === "public") return { publicNetworkAccess: "Enabled" };
  return {
    publicNetworkAccess: "Disabled",
    delegatedSubnetResourceId: access.subnetId,
    privateDnsZoneArmResourceId: access.dnsZoneId ?? privateZone(name, access, { group, tags, parent }),
  };
}

function serverSettings(
  name: string,
  args: AzureServerArgs,
  group: pulumi.Output<string>,
  parent: pulumi.Resource,
): Omit<dbforpostgresql.ServerArgs, "resourceGroupName"> {
  const { sku = "Standard_D2ds_v5", entra } = args;
  const directory = entra === undefined ? {} : { tenantId: entra.tenantId };
  return {
    sku: { name: sku, tier: azureTier(sku) },
    storage: {
      storageSizeGB: args.storageGb ?? 32,
      autoGrow: (args.autogrow ?? true) ? "Enabled" : "Disabled",
    },
    backup: {
      backupRetentionDays: args.backupDays ?? 14,
      geoRedundantBackup: args.geoRedundantBackup === true ? "Enabled" : "Disabled",
    },
    highAvailability: { mode: highAvailabilityOf(sku, args.highAvailability) },
    authConfig: {
      passwordAuth: "Enabled",
      activeDirectoryAuth: entra === undefined ? "Disabled" : "Enabled",
      ...directory,
    },
    network: network(name, args, group, parent),
    ...maintenance(args.maintenance),
  };
}

/** Everything that belongs to a server, one after the other. */
function belongings(
  name: string,
  args: AzureServerArgs,
  server: dbforpostgresql.Server,
  group: pulumi.Output<string>,
  parent: pulumi.Resource,
): dbforpostgresql.Database {
  // Each after all before it, so that those which leave the program together are deleted one by one, too.
  const before: pulumi.Resource[] = [server];
  const children: Children = {
    name,
    place: { resourceGroupName: group, serverName: server.name },
    // Whoever deletes the server deletes these with it.
    next: (more = {}) => ({ parent, dependsOn: [...before], deletedWith: server, ...more }),
    made: (resource) => void before.push(resource),
  };
  entraAdministrators(args, children);
  parametersOf(args, children);
  firewall(args, children);
  const database = new dbforpostgresql.Database(
    `${name}-database`,
    {
      ...children.place,
      databaseName: databaseOf(args),
      charset: "UTF8",
      collation: "en_US.utf8",
    },
    // Another name is another database: the one before stays, with its data.
    children.next({ retainOnDelete: true }),
  );
  return database;
}

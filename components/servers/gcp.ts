// A Cloud SQL instance for Postgres in Google Cloud, with its database and administrator. Only this file knows Google's
// resources. Its certificate is verified by the instance's own authority (docs/decisions/0026-tls-of-cloud-servers.md).
import * as compute from "@pulumi/gcp/compute";
import * as servicenetworking from "@pulumi/gcp/servicenetworking";
import * as sql from "@pulumi/gcp/sql";
import * as pulumi from "@pulumi/pulumi";
import { setCommand } from "../config-command";
import { ServerComponent } from "./component";
import type { ServerTls } from "./contract";
import type { GcpAccess, GcpServerArgs, OwnFlag } from "./gcp-args";
import { isoDay } from "./maintenance";
import { adminPassword } from "./password";
import { ReadyServer } from "./ready";

const port = 5432;
/** In UTC; a backup begins within four hours of it. */
const backupTime = "01:00";

/**
 * @example
 * new GcpServer("server", {
 *   region: "europe-west3",
 *   access: { kind: "private", network: "projects/acme-prod/global/networks/main" },
 *   highAvailability: true,
 * })
 */
export class GcpServer extends ServerComponent {
  /** The instance's name, for `gcloud sql`. */
  readonly instanceName: pulumi.Output<string>;
  /** `project:region:instance`, for connectors and Cloud Run. */
  readonly connectionName: pulumi.Output<string>;
  override readonly resourceId: pulumi.Output<string>;
  override readonly via: pulumi.Output<string> | undefined;
  override readonly authority: pulumi.Output<string>;

  constructor(name: string, args: GcpServerArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("stackschema:servers:GcpServer", name, {}, options);
    const { major = 17, access } = args;
    const password = adminPassword(name, args.adminGeneration ?? 1, { parent: this });
    const isProtected = options.protect ?? args.deletionProtection ?? true;
    const instance = new sql.DatabaseInstance(
      name,
      {
        ...projectOf(args),
        databaseVersion: `POSTGRES_${major}`,
        deletionProtection: isProtected,
        settings: settings(args, isProtected),
        ...(args.region === undefined ? {} : { region: args.region }),
        ...(args.instanceName === undefined ? {} : { name: args.instanceName }),
      },
      {
        parent: this,
        protect: isProtected,
        // The old one goes when the schema's resource has let the new one be.
        deleteBeforeReplace: false,
        dependsOn: peering(name, args, this),
        // The disk grows by itself, and Cloud SQL replaces an instance to make it smaller.
        ignoreChanges: ["settings.diskSize"],
      },
    );
    this.instanceName = instance.name;
    this.connectionName = instance.connectionName;
    this.resourceId = instance.id;
    this.via = wayTo(args, instance);
    const tls = pulumi.unsecret(instance.serverCaCerts).apply(tlsBy);
    this.authority = tls.apply(({ ca = "" }) => ca);
    const { database, admin } = belongings(name, args, instance, password, this);
    const ready = new ReadyServer(
      name,
      {
        host: access.kind === "private" ? instance.privateIpAddress : instance.publicIpAddress,
        port,
        database: database.name,
        user: admin,
        password,
        tls,
        via: this.via,
      },
      { parent: this },
    );
    this.answerAs(ready, major);
  }
}

function wayTo(
  { via, connector, access }: GcpServerArgs,
  { connectionName }: sql.DatabaseInstance,
): pulumi.Output<string> | undefined {
  if (connector === true) return pulumi.interpolate`cloud-sql:${connectionName}?ip=${access.kind}`;
  return via === undefined ? undefined : pulumi.output(via);
}

/** What belongs to an instance: whoever deletes the instance deletes it too. */
function belongings(
  name: string,
  args: GcpServerArgs,
  instance: sql.DatabaseInstance,
  password: pulumi.Output<string>,
  parent: pulumi.Resource,
): { readonly database: sql.Database; readonly admin: pulumi.Output<string> } {
  const place = { ...projectOf(args), instance: instance.name };
  const options = { parent, deletedWith: instance };
  const database = new sql.Database(
    `${name}-database`,
    { ...place, name: args.database ?? "app", charset: "UTF8" },
    // Another name is another database: the one before stays, with its data.
    { ...options, retainOnDelete: true },
  );
  const { adminUser = "stackschema_admin" } = args;
  const admin = new sql.User(
    `${name}-admin`,
    {
      ...place,
      name: adminUser,
      password,
      // Postgres deletes no role that owns something.
      deletionPolicy: "ABANDON",
    },
    // Under another name it would be another one, made before anybody is asked.
    { ...options, dependsOn: database, ignoreChanges: ["name"] },
  );
  return { database, admin: admin.name.apply((made) => sameAdministrator(made, adminUser)) };
}

/**
 * @param made name of the administrator that there is
 * @throws pulumi.RunError where that is not the wanted one
 */
export function sameAdministrator(made: string, wanted: string): string {
  if (made === wanted) return made;
  const back = setCommand(pulumi.getStack(), "stackschema:gcp.adminUser", made);
  throw new pulumi.RunError(
    `gcp.adminUser: the administrator of a server that is there stays ${made}: roles and databases are its own, and ${wanted} could not administer them. It was left as it is. Set it back: ${back}`,
  );
}

function projectOf({ project }: GcpServerArgs) {
  return project === undefined ? {} : { project };
}

/** The authority signs this one instance's certificate, so that whoever shows one is this instance. */
function tlsBy(authorities: readonly { readonly cert: string }[]): ServerTls {
  return { mode: "verify-ca", ca: authorities.map(({ cert }) => cert.trim()).join("\n") };
}

/** The network's connection to Google's services, where it is ours to make. */
function peering(name: string, args: GcpServerArgs, parent: pulumi.Resource): pulumi.Resource[] {
  const { access } = args;
  if (access.kind === "public" || access.peering !== "make") return [];
  const range = new compute.GlobalAddress(
    `${name}-range`,
    {
      ...projectOf(args),
      network: access.network,
      purpose: "VPC_PEERING",
      addressType: "INTERNAL",
      prefixLength: 20,
    },
    { parent },
  );
  const connection = new servicenetworking.Connection(
    `${name}-peering`,
    {
      network: access.network,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: [range.name],
      // Google refuses to delete it for days after the last instance.
      deletionPolicy: "ABANDON",
      // One that a destroy left takes the new range; made anew, Google refuses it: "Cannot modify allocated ranges in
      // CreateConnection" (hashicorp/terraform-provider-google#16697).
      updateOnCreationFail: true,
    },
    { parent },
  );
  return [connection];
}

function ipConfiguration(access: GcpAccess) {
  const shared = { sslMode: "ENCRYPTED_ONLY", serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA" };
  if (access.kind === "private") {
    const { network, addressRange } = access;
    const range = addressRange === undefined ? {} : { allocatedIpRange: addressRange };
    return { ...shared, ipv4Enabled: false, privateNetwork: network, ...range };
  }
  const networks = Object.entries(access.authorizedNetworks);
  return {
    ...shared,
    ipv4Enabled: true,
    authorizedNetworks: networks.map(([name, value]) => ({ name, value })),
  };
}

function flags({ flags: further, iamAuthentication = true }: GcpServerArgs) {
  const own: Record<OwnFlag, string> = { "cloudsql.iam_authentication": iamAuthentication ? "on" : "off" };
  return Object.entries({ ...further, ...own }).map(([name, value]) => ({ name, value }));
}

function settings(args: GcpServerArgs, isProtected: boolean): sql.DatabaseInstanceArgs["settings"] {
  const { edition = "enterprise", maintenance, labels, backupLocation } = args;
  return {
    edition: edition === "enterprise" ? "ENTERPRISE" : "ENTERPRISE_PLUS",
    tier: args.tier ?? "db-custom-2-7680",
    availabilityType: args.highAvailability === true ? "REGIONAL" : "ZONAL",
    diskType: "PD_SSD",
    diskSize: args.diskGb ?? 20,
    diskAutoresize: true,
    diskAutoresizeLimit: args.diskGbLimit ?? 0,
    deletionProtectionEnabled: isProtected,
    backupConfiguration: {
      enabled: true,
      startTime: backupTime,
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: args.logDays ?? 7,
      backupRetentionSettings: { retainedBackups: args.backups ?? 14, retentionUnit: "COUNT" },
      ...(backupLocation === undefined ? {} : { location: backupLocation }),
    },
    ipConfiguration: ipConfiguration(args.access),
    databaseFlags: flags(args),
    insightsConfig: { queryInsightsEnabled: args.insights ?? true },
    ...(maintenance === undefined
      ? {}
      : {
          maintenanceWindow: { day: isoDay(maintenance), hour: maintenance.hour, updateTrack: "stable" },
        }),
    ...(labels === undefined ? {} : { userLabels: { ...labels } }),
  };
}

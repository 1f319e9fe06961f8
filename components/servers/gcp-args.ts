// What may be said of a server in Google Cloud. Facts: the reference of google_sql_database_instance, as in @pulumi/gcp,
// and "Introduction to Cloud SQL for PostgreSQL editions".
import type * as pulumi from "@pulumi/pulumi";
import type { MaintenanceWindow } from "./maintenance";

/** Who may reach the server. A private network cannot be taken away later. */
export type GcpAccess =
  | {
      /** From inside a network alone; there is no public address. */
      readonly kind: "private";
      /** @example "projects/acme-prod/global/networks/main" */
      readonly network: pulumi.Input<string>;
      /**
       * A network has one connection to Google's services, which all servers in it share. `make` makes it, with a range of
       * addresses; do so where nobody else does, since it sets the connection's whole list of ranges, also of one that is
       * there.
       * @default "existing"
       */
      readonly peering?: "existing" | "make";
      /** Name of the reserved range that the address is taken from. @default Google chooses one of the connection */
      readonly addressRange?: pulumi.Input<string>;
    }
  | {
      /** By a public address, for the networks that are named. */
      readonly kind: "public";
      /** By name, in CIDR notation. @example { office: "203.0.113.0/26" } */
      readonly authorizedNetworks: Readonly<Record<string, pulumi.Input<string>>>;
    };

export interface GcpServerArgs {
  readonly access: GcpAccess;
  /** Id of the project. @default that of the provider (gcp:project) */
  readonly project?: pulumi.Input<string>;
  /**
   * Region of the server.
   * @default that of the provider (gcp:region)
   * @example "europe-west3"
   */
  readonly region?: pulumi.Input<string>;
  /**
   * Name of the instance; once used it is barred for a week after a deletion.
   * @default the resource's name and some characters by chance
   */
  readonly instanceName?: pulumi.Input<string>;
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
  /** Enterprise Plus takes the tiers db-perf-optimized-N-* and no others. @default "enterprise" */
  readonly edition?: "enterprise" | "enterprise-plus";
  /**
   * Size of the machine: db-custom-<processors>-<MB>, db-g1-small or db-f1-micro, in Enterprise Plus db-perf-optimized-N-2
   * to -128.
   * @default "db-custom-2-7680"
   * @example "db-custom-4-15360"
   */
  readonly tier?: string;
  /**
   * Size of the disk in GB when the server is made. It grows by itself, and a later change of this does nothing.
   * @default 20
   */
  readonly diskGb?: number;
  /** GB beyond which the disk does not grow by itself; 0 is no limit. @default 0 */
  readonly diskGbLimit?: number;
  /** A second machine in another zone that takes over. @default false */
  readonly highAvailability?: boolean;
  /** Daily backups that are kept. @default 14 */
  readonly backups?: number;
  /** Days in which any moment can be restored: 1 to 7, in Enterprise Plus to 35. @default 7 */
  readonly logDays?: number;
  /**
   * Region or multi-region of the backups.
   * @default the multi-region nearest to the server
   * @example "eu"
   */
  readonly backupLocation?: pulumi.Input<string>;
  /** Query Insights: which statements cost most, with plans. @default true */
  readonly insights?: boolean;
  /** @default Google chooses */
  readonly maintenance?: MaintenanceWindow;
  /**
   * Whether the stack itself connects by Cloud SQL's connector, as who runs it is signed in with gcloud: the instance is
   * found by its name, and no network needs to be authorised for a public address.
   * @default false
   */
  readonly connector?: boolean;
  /**
   * The way from this machine to the server where it is not reached directly.
   * @default none
   * @example "ssh://deploy@bastion.example.com?host-key=SHA256:…"
   */
  readonly via?: pulumi.Input<string>;
  /** Whether logins by IAM are possible beside those with passwords. @default true */
  readonly iamAuthentication?: boolean;
  /**
   * Further flags. Some restart the server.
   * @default none
   * @example { log_min_duration_statement: "500" }
   */
  readonly flags?: Readonly<Record<string, string>>;
  /**
   * Whether Pulumi (`protect`), its provider (`deletionProtection`) and Cloud SQL itself refuse to delete the server.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /** Labels of the instance. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Flags that are set by an argument of their own. */
export type OwnFlag = "cloudsql.iam_authentication";

const sharedCores = ["db-f1-micro", "db-g1-small"];

/**
 * Whether an edition has a tier for Postgres with the disks that are made here, PD_SSD: db-n1-* are MySQL's, db-c4a-* and
 * N4 have other disks ("About instance settings" and "Machine series overview" of Cloud SQL for PostgreSQL).
 */
export function fits(edition: NonNullable<GcpServerArgs["edition"]>, tier: string): boolean {
  if (edition === "enterprise-plus") return /^db-perf-optimized-N-(2|4|8|16|32|48|64|80|96|128)$/.test(tier);
  const [, cpus = "", megabytes = ""] = /^db-custom-(\d+)-(\d+)$/.exec(tier) ?? [];
  return sharedCores.includes(tier) || isCustom(Number(cpus), Number(megabytes));
}

/** 1 processor or an even number of them, with 0.9 to 6.5 GB each, in steps of 256 MB, and 3.75 GB at least. */
function isCustom(cpus: number, megabytes: number): boolean {
  const each = megabytes / 1024 / cpus;
  return (
    (cpus === 1 || (cpus >= 2 && cpus <= 96 && cpus % 2 === 0)) &&
    megabytes >= 3840 &&
    megabytes % 256 === 0 &&
    each >= 0.9 &&
    each <= 6.5
  );
}

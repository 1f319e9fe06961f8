// The setting `gcp`: a server that the stack makes in Cloud SQL for PostgreSQL.
import { z } from "zod";
import { fits, type GcpServerArgs, type OwnFlag } from "../components/index";
import * as s from "./shapes";

const insteadOf: Readonly<Record<OwnFlag, string>> = {
  "cloudsql.iam_authentication": "use iamAuthentication",
};

/** "Label instances" in the manual of Cloud SQL. Letters of other alphabets may be in them. */
const labelName = {
  pattern: /^(?!\p{Lu})\p{L}(?:(?!\p{Lu})[\p{L}\p{N}_-]){0,62}$/u,
  rule: "a label in Google Cloud has lower-case letters, digits, dashes and underscores, a letter first, at most 63, like application",
};
const labelValue = s.text.regex(
  /^(?:(?!\p{Lu})[\p{L}\p{N}_-]){1,63}$/u,
  "must be lower-case letters, digits, dashes and underscores, at most 63",
);

const shape = s.strict({
  project: s.text.exactOptional(),
  region: s.text.exactOptional(),
  instanceName: s.text
    .regex(/^[a-z][a-z0-9-]{0,96}[a-z0-9]$/, "must be lower-case letters, digits and dashes, a letter first")
    .exactOptional(),
  adminUser: s.login
    .refine((name) => !name.startsWith("cloudsql"), "is a name that Cloud SQL keeps for itself")
    .exactOptional(),
  edition: s.oneOf(["enterprise", "enterprise-plus"]).exactOptional(),
  tier: s.text.regex(/^db-/, "must be a tier like db-custom-2-7680 or db-perf-optimized-N-2").exactOptional(),
  diskGb: s.between(10, 65_536).exactOptional(),
  diskGbLimit: s.between(0, 65_536).exactOptional(),
  highAvailability: s.yesOrNo.exactOptional(),
  backups: s.between(1, 365).exactOptional(),
  logDays: s.between(1, 35).exactOptional(),
  backupLocation: s.text.exactOptional(),
  insights: s.yesOrNo.exactOptional(),
  maintenance: s.maintenance.exactOptional(),
  network: s.text
    .regex(
      /^projects\/[^/]+\/global\/networks\/[^/]+$/,
      "must be like projects/acme-prod/global/networks/main",
    )
    .exactOptional(),
  peering: s.oneOf(["existing", "make"]).exactOptional(),
  addressRange: s.text.exactOptional(),
  authorizedNetworks: z.record(z.string(), s.network, "must be names with networks").exactOptional(),
  connector: s.yesOrNo.exactOptional(),
  via: s.way.exactOptional(),
  iamAuthentication: s.yesOrNo.exactOptional(),
  flags: s.parameters(insteadOf).exactOptional(),
  deletionProtection: s.yesOrNo.exactOptional(),
  labels: s.named(labelValue, "must be names with texts", labelName).exactOptional(),
});

export const gcp = shape.superRefine((value, { addIssue }) => {
  const { edition = "enterprise", tier, logDays = 7, network, authorizedNetworks } = value;
  const add = (path: string, message: string, params = {}): void =>
    addIssue({ code: "custom", path: [path], message, params });
  if (network === undefined && authorizedNetworks === undefined)
    add("network", "must say from where the server is reached, or else authorizedNetworks for a public one");
  if (network !== undefined && authorizedNetworks !== undefined)
    add("authorizedNetworks", "is for a public server, and network for a private one", s.unneeded);
  if (value.connector === true && value.via !== undefined)
    add("via", "is another way than the connector", s.unneeded);
  for (const key of ["peering", "addressRange"] as const)
    if (value[key] !== undefined && network === undefined) add("network", `must stand beside ${key}`);
  if (edition === "enterprise-plus" ? !fits(edition, tier ?? "") : tier !== undefined && !fits(edition, tier))
    add("tier", `does not fit the edition ${edition}: ${tiersOf(edition)}`, {
      example: tierExamples[edition],
    });
  const { diskGb = 20, diskGbLimit = 0 } = value;
  if (diskGbLimit > 0 && diskGbLimit < diskGb)
    add("diskGbLimit", "must be no less than diskGb (20 by default), or 0 for no limit", {
      example: String(diskGb),
    });
  if (edition === "enterprise" && logDays > 7) add("logDays", "must be 1 to 7 in the edition enterprise");
});

function tiersOf(edition: "enterprise" | "enterprise-plus"): string {
  return edition === "enterprise-plus"
    ? "it takes db-perf-optimized-N-2, -4, -8, -16, -32, -48, -64, -80, -96 and -128"
    : "it takes db-g1-small, db-f1-micro and db-custom-<processors>-<MB>, with 1 processor or an even number to 96, and 0.9 to 6.5 GB for each in steps of 256 MB, 3840 MB at least";
}

const tierExamples = { enterprise: "db-custom-2-7680", "enterprise-plus": "db-perf-optimized-N-2" };

export const gcpExamples: s.Examples = {
  project: "acme-prod",
  region: "europe-west3",
  instanceName: "ledger-prod",
  adminUser: "stackschema_admin",
  edition: "enterprise",
  tier: "db-custom-2-7680",
  diskGb: "20",
  diskGbLimit: "500",
  highAvailability: "true",
  backups: "14",
  logDays: "7",
  backupLocation: "eu",
  insights: "true",
  "maintenance.day": "sunday",
  "maintenance.hour": "3",
  network: "projects/acme-prod/global/networks/main",
  peering: "existing",
  addressRange: "google-managed-services-main",
  "authorizedNetworks.office": "203.0.113.0/26",
  connector: "true",
  via: "ssh://deploy@bastion.example.com?host-key=SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8",
  iamAuthentication: "true",
  "flags.log_min_duration_statement": "500",
  deletionProtection: "true",
  "labels.application": "ledger",
};

export function gcpArguments({
  network,
  peering,
  addressRange,
  authorizedNetworks,
  ...args
}: z.output<typeof gcp>): GcpServerArgs {
  if (network === undefined)
    return { ...args, access: { kind: "public", authorizedNetworks: authorizedNetworks ?? {} } };
  const range = addressRange === undefined ? {} : { addressRange };
  return {
    ...args,
    access: { kind: "private", network, ...(peering === undefined ? {} : { peering }), ...range },
  };
}

// The setting `azure`: a server that the stack makes in Azure Database for PostgreSQL.
import { z } from "zod";
import {
  type AzureServerArgs,
  azureDiskSizes,
  noBurstableStandby,
  type OwnParameter,
  tierOf,
} from "../components/index";
import * as s from "./shapes";

const administrator = s.strict({
  objectId: z.guid("must be the object id of a principal in Entra"),
  name: s.text,
  kind: s.oneOf(["user", "group", "servicePrincipal"]),
});

/** "Create an Azure Database for PostgreSQL": logins that Azure keeps for itself. */
const reservedLogins = [
  "admin",
  "administrator",
  "azure_superuser",
  "azure_pg_admin",
  "guest",
  "public",
  "root",
];

const insteadOf: Readonly<Record<OwnParameter, string>> = {
  require_secure_transport: "it is always on",
  ssl_min_protocol_version: "use minimumTls",
  "azure.extensions": "use extensions",
};

const shape = s.strict({
  location: s.text.exactOptional(),
  resourceGroup: s.text.exactOptional(),
  serverName: s.text
    .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, "must be lower-case letters, digits and dashes, 3 to 63")
    .exactOptional(),
  adminUser: s.login
    .refine((name) => !reservedLogins.includes(name), "is a name that Azure keeps for itself")
    .exactOptional(),
  sku: s.text
    .refine(
      (sku) => tierOf(sku) !== undefined,
      "must be a SKU like Standard_B1ms, Standard_D2ds_v5 or Standard_E4ds_v5",
    )
    .exactOptional(),
  storageGb: s.oneNumberOf(azureDiskSizes).exactOptional(),
  autogrow: s.yesOrNo.exactOptional(),
  backupDays: s.between(7, 35).exactOptional(),
  geoRedundantBackup: s.yesOrNo.exactOptional(),
  highAvailability: s.oneOf(["none", "same-zone", "zone-redundant"]).exactOptional(),
  maintenance: s.maintenance.exactOptional(),
  firewall: s
    .named(s.addresses, "must be names with addresses", {
      // learn.microsoft.com, naming rules of Microsoft.DBforPostgreSQL; the provider azurerm checks the same.
      pattern: /^[A-Za-z0-9_-]{1,128}$/,
      rule: "a rule in Azure has letters, digits, dashes and underscores, at most 128, like office",
    })
    .exactOptional(),
  subnetId: s.text
    .regex(/\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i, "must be the resource id of a subnet")
    .exactOptional(),
  dnsZoneId: s.text
    .regex(/\/privateDnsZones\/[^/]+$/i, "must be the resource id of a private DNS zone")
    .exactOptional(),
  entra: s
    .strict({
      tenantId: z.guid("must be the id of a tenant"),
      administrators: z.array(administrator, "must be a list of administrators"),
    })
    .exactOptional(),
  entraLogin: s.text.exactOptional(),
  via: s.way.exactOptional(),
  // YAML makes a number of it.
  minimumTls: z.coerce
    .string()
    .pipe(s.oneOf(["1.2", "1.3"]))
    .exactOptional(),
  extensions: z
    .array(s.text.regex(/^[a-z0-9_-]+$/i, "must be the name of an extension"), "must be a list of extensions")
    .exactOptional(),
  parameters: s.parameters(insteadOf).exactOptional(),
  deletionProtection: s.yesOrNo.exactOptional(),
  tags: s.labels.exactOptional(),
});

export const azure = shape.superRefine(
  ({ sku, highAvailability, firewall, subnetId, dnsZoneId, entra, entraLogin }, { addIssue }) => {
    const add = (path: string, message: string, params = {}): void =>
      addIssue({ code: "custom", path: [path], message, params });
    if (firewall === undefined && subnetId === undefined)
      add("firewall", "must say who may connect, or else subnetId where the server is to be private");
    if (firewall !== undefined && subnetId !== undefined)
      add("firewall", "is for a public server, and subnetId for a private one", s.unneeded);
    if (dnsZoneId !== undefined && subnetId === undefined) add("subnetId", "must stand beside dnsZoneId");
    if (entraLogin !== undefined && !entra?.administrators.some(({ name }) => name === entraLogin))
      add("entra", "must have the principal of entraLogin among its administrators");
    if (tierOf(sku ?? "") === "Burstable" && (highAvailability ?? "none") !== "none")
      add("highAvailability", `cannot be: ${noBurstableStandby}`);
  },
);

export const azureExamples: s.Examples = {
  location: "westeurope",
  resourceGroup: "databases",
  serverName: "acme-sandbox",
  adminUser: "stackschema_admin",
  sku: "Standard_D2ds_v5",
  storageGb: "32",
  autogrow: "true",
  backupDays: "14",
  geoRedundantBackup: "false",
  highAvailability: "none",
  "maintenance.day": "sunday",
  "maintenance.hour": "3",
  "firewall.office": "203.0.113.7",
  subnetId: "/subscriptions/.../virtualNetworks/main/subnets/postgres",
  dnsZoneId: "/subscriptions/.../privateDnsZones/main.postgres.database.azure.com",
  "entra.tenantId": "00000000-0000-0000-0000-000000000000",
  "entra.administrators[0].objectId": "00000000-0000-0000-0000-000000000000",
  "entra.administrators[0].name": "database-admins",
  "entra.administrators[0].kind": "group",
  entraLogin: "database-admins",
  via: "ssh://deploy@bastion.example.com?host-key=SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8",
  minimumTls: "1.3",
  "extensions[0]": "pgcrypto",
  "parameters.log_min_duration_statement": "500",
  deletionProtection: "true",
  "tags.application": "ledger",
};

export function azureArguments({
  firewall,
  subnetId,
  dnsZoneId,
  ...args
}: z.output<typeof azure>): AzureServerArgs {
  const zone = dnsZoneId === undefined ? {} : { dnsZoneId };
  const access: AzureServerArgs["access"] =
    subnetId === undefined
      ? { kind: "public", firewallRules: firewall ?? {} }
      : { kind: "private", subnetId, ...zone };
  return { ...args, access };
}

// azure-native's flexible server, as embedded Postgres. One operation at a time on a server, or ServerIsBusy, as in Azure.
import { type Properties, type ResourceType, record, type Types, text } from "../model";
import { asSuperuser, dropServer, literal, makeServer, permitPlain, quoted, serverOf } from "../postgres";
import { plainAzure } from "./azure";

const superuser = "azuresu";
const keyOf = (inputs: Properties): string => `azure-${text(inputs, "serverName")}`;
const exclusive = (inputs: Properties): string => text(inputs, "serverName");

/** Burstable machines have no standby: Azure refuses the pair. */
function refuseImpossible(inputs: Properties): void {
  const { mode = "Disabled" } = record(inputs.highAvailability);
  if (record(inputs.sku).tier === "Burstable" && mode !== "Disabled")
    throw new Error(
      'Code="HADisabledForBurstable" Message="High availability is not supported for Burstable servers."',
    );
}

const administrator = (inputs: Properties): string => quoted(text(inputs, "administratorLogin"));

const server: Partial<ResourceType> = {
  nameShape: { longest: 63, without: /[^a-z0-9-]/ },
  exclusive,
  replaces: [
    "resourceGroupName",
    "location",
    "serverName",
    "administratorLogin",
    "createMode",
    "network.delegatedSubnetResourceId",
    "network.privateDnsZoneArmResourceId",
  ],
  create: async (inputs) => {
    refuseImpossible(inputs);
    const made = await makeServer({
      key: keyOf(inputs),
      major: Number(inputs.version ?? 17),
      superuser,
      statements: [
        "CREATE ROLE azure_pg_admin",
        "GRANT pg_monitor, pg_signal_backend TO azure_pg_admin",
        `CREATE ROLE ${administrator(inputs)} LOGIN CREATEROLE CREATEDB IN ROLE azure_pg_admin PASSWORD ${literal(text(inputs, "administratorLoginPassword"))}`,
        "ALTER DATABASE postgres OWNER TO azure_pg_admin",
      ],
    });
    return { outputs: { fullyQualifiedDomainName: made.address, state: "Ready", minorVersion: "stand-in" } };
  },
  update: async (inputs, before) => {
    refuseImpossible(inputs);
    const password = text(inputs, "administratorLoginPassword");
    if (password !== before.inputs.administratorLoginPassword)
      await asSuperuser(
        serverOf(keyOf(inputs)),
        `ALTER ROLE ${administrator(inputs)} PASSWORD ${literal(password)}`,
      );
    return {};
  },
  delete: (before) => dropServer(keyOf(before.inputs)),
};

/** Parameters that are Azure's own, and those of Postgres that it lets one set. */
async function configure(inputs: Properties): Promise<void> {
  const name = text(inputs, "configurationName");
  const made = serverOf(keyOf(inputs));
  if (name === "require_secure_transport")
    return permitPlain(made, String(inputs.value).toLowerCase() === "off");
  // Minimum TLS is named the same in Postgres, and `azure.extensions` and its like mean nothing to it.
  if (name.startsWith("azure.")) return;
  await asSuperuser(made, `ALTER SYSTEM SET ${quoted(name)} = ${literal(String(inputs.value))}`);
  await asSuperuser(made, "SELECT pg_reload_conf()");
}

export const azurePostgres: Types = {
  ...plainAzure(
    "azure-native:dbforpostgresql:Server",
    "Microsoft.DBforPostgreSQL/flexibleServers",
    "serverName",
    {
      more: server,
    },
  ),
  ...plainAzure(
    "azure-native:dbforpostgresql:Database",
    "Microsoft.DBforPostgreSQL/flexibleServers/databases",
    "databaseName",
    {
      parents: ["serverName"],
      more: {
        exclusive,
        replaces: ["resourceGroupName", "serverName", "databaseName", "charset", "collation"],
        create: async (inputs) => {
          const name = quoted(text(inputs, "databaseName"));
          await asSuperuser(
            serverOf(keyOf(inputs)),
            `CREATE DATABASE ${name} OWNER azure_pg_admin TEMPLATE template0`,
          );
          return {};
        },
        delete: (before) =>
          asSuperuser(
            serverOf(keyOf(before.inputs)),
            `DROP DATABASE IF EXISTS ${quoted(text(before.inputs, "databaseName"))} WITH (FORCE)`,
          ),
      },
    },
  ),
  ...plainAzure(
    "azure-native:dbforpostgresql:FirewallRule",
    "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules",
    "firewallRuleName",
    { parents: ["serverName"], more: { exclusive } },
  ),
  ...plainAzure(
    "azure-native:dbforpostgresql:Configuration",
    "Microsoft.DBforPostgreSQL/flexibleServers/configurations",
    "configurationName",
    {
      parents: ["serverName"],
      more: {
        exclusive,
        create: async (inputs) => {
          await configure(inputs);
          return {};
        },
        update: async (inputs) => {
          await configure(inputs);
          return {};
        },
      },
    },
  ),
  ...plainAzure(
    "azure-native:dbforpostgresql:AdministratorsMicrosoftEntra",
    "Microsoft.DBforPostgreSQL/flexibleServers/administrators",
    "objectId",
    { parents: ["serverName"], more: { exclusive } },
  ),
};

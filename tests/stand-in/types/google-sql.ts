// gcp's Cloud SQL, as embedded Postgres.

import type { Cloud, Effect } from "../model";
import { list, optionalText, type Properties, record, type Types, text } from "../model";
import { googleId, projectOf } from "../names";
import {
  asSuperuser,
  certificateAuthority,
  dropServer,
  literal,
  makeServer,
  permitPlain,
  quoted,
  serverOf,
} from "../postgres";

const superuser = "cloudsqladmin";
const keyOf = (name: string): string => `google-${name}`;
const sql = (instance: string, statement: string): Promise<void> =>
  asSuperuser(serverOf(keyOf(instance)), statement);

const ipOf = (inputs: Properties): Properties => record(record(inputs.settings).ipConfiguration);
const permitsPlain = (inputs: Properties): boolean =>
  !["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"].includes(String(ipOf(inputs).sslMode));

/** A private address needs the network's connection to Google's services, or the real cloud refuses too. */
function refuseImpossible(inputs: Properties, cloud: Cloud): void {
  const wanted = ipOf(inputs).privateNetwork;
  if (wanted === undefined) return;
  const name = String(wanted).split("/").at(-1);
  const connections = cloud.all("gcp:servicenetworking/connection:Connection");
  if (!connections.some(({ inputs: { network } }) => String(network).split("/").at(-1) === name))
    throw new Error(
      `googleapi: Error 400: Invalid request: Incorrect Service Networking config for instance: the network ${name} does not have at least 1 private services connection`,
    );
}

function outputsOf(inputs: Properties, address: string): Properties {
  const name = text(inputs, "name");
  const { privateNetwork, ipv4Enabled } = ipOf(inputs);
  const addresses = [
    ...(ipv4Enabled === false ? [] : [{ ipAddress: address, type: "PRIMARY" }]),
    ...(privateNetwork === undefined ? [] : [{ ipAddress: address, type: "PRIVATE" }]),
  ];
  return {
    connectionName: `${projectOf(inputs)}:${String(inputs.region ?? "europe-west1")}:${name}`,
    firstIpAddress: address,
    publicIpAddress: ipv4Enabled === false ? "" : address,
    privateIpAddress: privateNetwork === undefined ? "" : address,
    ipAddresses: addresses,
    dnsName: address,
    serverCaCerts: [
      {
        cert: certificateAuthority(),
        commonName: "stand-in authority",
        createTime: "",
        expirationTime: "",
        sha1Fingerprint: "",
      },
    ],
    selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/${googleId(inputs, "instances", name)}`,
    project: projectOf(inputs),
    serviceAccountEmailAddress: `p123456789012-stand-in@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
  };
}

async function createInstance(inputs: Properties, cloud: Cloud): Promise<Effect> {
  refuseImpossible(inputs, cloud);
  const major = Number(/^POSTGRES_(\d+)$/.exec(text(inputs, "databaseVersion"))?.[1]);
  const password = optionalText(inputs, "rootPassword");
  const made = await makeServer({
    key: keyOf(text(inputs, "name")),
    major,
    superuser,
    statements: [
      "CREATE ROLE cloudsqlsuperuser CREATEROLE CREATEDB",
      "GRANT pg_monitor, pg_signal_backend TO cloudsqlsuperuser",
      `CREATE ROLE postgres LOGIN CREATEROLE CREATEDB IN ROLE cloudsqlsuperuser${password === undefined ? "" : ` PASSWORD ${literal(password)}`}`,
      "ALTER DATABASE postgres OWNER TO cloudsqlsuperuser",
    ],
  });
  if (permitsPlain(inputs)) await permitPlain(made, true);
  return { outputs: outputsOf(inputs, made.address) };
}

const isIam = (inputs: Properties): boolean => String(inputs.type ?? "BUILT_IN").startsWith("CLOUD_IAM");

const passwordOf = (inputs: Properties): string => {
  const password = optionalText(inputs, "password") ?? optionalText(inputs, "passwordWo");
  return password === undefined ? "" : ` PASSWORD ${literal(password)}`;
};

export const googleSql: Types = {
  "gcp:sql/databaseInstance:DatabaseInstance": {
    named: "name",
    nameShape: { longest: 84, without: /[^a-z0-9-]/ },
    replaces: [
      "name",
      "region",
      "project",
      "masterInstanceName",
      "encryptionKeyName",
      "settings.ipConfiguration.privateNetwork",
    ],
    id: (inputs) => text(inputs, "name"),
    create: createInstance,
    update: async (inputs, before, cloud) => {
      refuseImpossible(inputs, cloud);
      const made = serverOf(keyOf(text(inputs, "name")));
      const password = optionalText(inputs, "rootPassword");
      if (password !== undefined && password !== before.inputs.rootPassword)
        await asSuperuser(made, `ALTER ROLE postgres PASSWORD ${literal(password)}`);
      if (permitsPlain(inputs) !== permitsPlain(before.inputs)) await permitPlain(made, permitsPlain(inputs));
      return { outputs: outputsOf(inputs, made.address) };
    },
    delete: async (before) => {
      if (before.inputs.deletionProtection !== false)
        throw new Error(
          "Error, failed to delete instance because deletion_protection is set to true. Set it to false to proceed with instance deletion",
        );
      if (record(before.inputs.settings).deletionProtectionEnabled === true)
        throw new Error(
          "googleapi: Error 400: The instance is protected. Please disable the deletion protection and try again.",
        );
      await dropServer(keyOf(text(before.inputs, "name")));
    },
  },
  "gcp:sql/database:Database": {
    named: "name",
    replaces: ["name", "instance", "project"],
    id: (inputs) =>
      googleId(inputs, "instances", text(inputs, "instance"), "databases", text(inputs, "name")),
    create: async (inputs) => {
      await sql(
        text(inputs, "instance"),
        `CREATE DATABASE ${quoted(text(inputs, "name"))} OWNER cloudsqlsuperuser TEMPLATE template0`,
      );
      return {};
    },
    delete: async ({ inputs }) => {
      if (inputs.deletionPolicy === "ABANDON") return;
      await sql(
        text(inputs, "instance"),
        `DROP DATABASE IF EXISTS ${quoted(text(inputs, "name"))} WITH (FORCE)`,
      );
    },
  },
  "gcp:sql/user:User": {
    named: "name",
    replaces: ["name", "instance", "project", "type", "host"],
    id: (inputs) => `${text(inputs, "name")}//${text(inputs, "instance")}`,
    create: async (inputs) => {
      const [name, instance] = [text(inputs, "name"), text(inputs, "instance")];
      const roles = list(inputs.databaseRoles).map(String);
      const member = isIam(inputs) ? roles : roles.length > 0 ? roles : ["cloudsqlsuperuser"];
      const rights = isIam(inputs) ? "LOGIN" : "LOGIN CREATEROLE CREATEDB";
      const within = member.length === 0 ? "" : ` IN ROLE ${member.map(quoted).join(", ")}`;
      // The instance comes with it: making it is giving it a password.
      const statement =
        name === "postgres"
          ? `ALTER ROLE postgres${passwordOf(inputs)}`
          : `CREATE ROLE ${quoted(name)} ${rights}${within}${passwordOf(inputs)}`;
      await sql(instance, statement);
      return {};
    },
    update: async (inputs) => {
      const password = passwordOf(inputs);
      if (password !== "")
        await sql(text(inputs, "instance"), `ALTER ROLE ${quoted(text(inputs, "name"))}${password}`);
      return {};
    },
    delete: async ({ inputs }) => {
      if (inputs.deletionPolicy === "ABANDON" || text(inputs, "name") === "postgres") return;
      await sql(text(inputs, "instance"), `DROP ROLE IF EXISTS ${quoted(text(inputs, "name"))}`);
    },
  },
};

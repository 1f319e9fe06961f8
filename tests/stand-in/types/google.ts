// gcp, all but Cloud SQL: networks, Secret Manager, service accounts, Cloud Run.
import { randomInt } from "node:crypto";
import { type Properties, type ResourceType, type Types, text } from "../model";
import { googleId, projectOf } from "../names";

const selfLink = (path: string): string => `https://www.googleapis.com/compute/v1/${path}`;

/** A grant of a role on something to one member: the same grant twice is one. */
function grant(token: string, on: (inputs: Properties) => string, keys: readonly string[]): Types {
  return {
    [token]: {
      id: (inputs) => `${on(inputs)}/${text(inputs, "role")}/${text(inputs, "member")}`,
      replaces: [...keys, "role", "member", "condition"],
      create: () => ({ outputs: { etag: "BwX=" } }),
    },
  };
}

const network: Types = {
  "gcp:compute/network:Network": {
    named: "name",
    replaces: ["name", "project", "autoCreateSubnetworks"],
    id: (inputs) => googleId(inputs, "global", "networks", text(inputs, "name")),
    create: (inputs) => {
      const path = googleId(inputs, "global", "networks", text(inputs, "name"));
      return { outputs: { selfLink: selfLink(path), project: projectOf(inputs) } };
    },
  },
  "gcp:compute/subnetwork:Subnetwork": {
    named: "name",
    replaces: ["name", "project", "region", "network"],
    id: (inputs) => googleId(inputs, "regions", text(inputs, "region"), "subnetworks", text(inputs, "name")),
    create: (inputs) => {
      const path = googleId(inputs, "regions", text(inputs, "region"), "subnetworks", text(inputs, "name"));
      return { outputs: { selfLink: selfLink(path), project: projectOf(inputs) } };
    },
  },
  "gcp:compute/globalAddress:GlobalAddress": {
    named: "name",
    replaces: ["name", "project", "network", "purpose", "addressType", "prefixLength", "address"],
    id: (inputs) => googleId(inputs, "global", "addresses", text(inputs, "name")),
    create: (inputs) => ({ outputs: { address: inputs.address ?? "10.96.0.0", project: projectOf(inputs) } }),
  },
  "gcp:servicenetworking/connection:Connection": {
    replaces: ["network", "service"],
    id: (inputs) => `${text(inputs, "network")}:${text(inputs, "service")}`,
    create: () => ({ outputs: { peering: "servicenetworking-googleapis-com" } }),
  },
  "gcp:projects/service:Service": {
    replaces: ["project", "service"],
    id: (inputs) => `${projectOf(inputs)}/${text(inputs, "service")}`,
  },
};

const secretPath = (inputs: Properties): string => googleId(inputs, "secrets", text(inputs, "secretId"));

const secrets: Types = {
  "gcp:secretmanager/secret:Secret": {
    replaces: ["secretId", "project", "replication"],
    id: secretPath,
    create: (inputs) => ({ outputs: { name: secretPath(inputs), project: projectOf(inputs) } }),
  },
  // Each is another version with the next number; what it holds can never be changed.
  "gcp:secretmanager/secretVersion:SecretVersion": {
    repeatable: true,
    replaces: ["secret", "secretData", "isSecretDataBase64", "secretDataWoVersion"],
    id: (inputs) => text(inputs, "secret"),
    create: (inputs, cloud) => {
      const secret = text(inputs, "secret");
      if (!cloud.all("gcp:secretmanager/secret:Secret").some(({ id }) => id === secret))
        throw new Error(`googleapi: Error 404: Secret [${secret}] not found`);
      const numbers = cloud
        .all("gcp:secretmanager/secretVersion:SecretVersion")
        .filter((other) => other.inputs.secret === secret)
        .map(({ outputs }) => Number(outputs.version));
      const version = String(Math.max(0, ...numbers) + 1);
      const name = `${secret}/versions/${version}`;
      return { data: { id: name }, outputs: { name, version, enabled: inputs.enabled ?? true } };
    },
    // Its number is never given again.
    delete: ({ inputs }) => ({
      state:
        inputs.deletionPolicy === "ABANDON"
          ? "ENABLED"
          : inputs.deletionPolicy === "DISABLE"
            ? "DISABLED"
            : "DESTROYED",
    }),
  },
};

const accounts: Types = {
  "gcp:serviceaccount/account:Account": {
    replaces: ["accountId", "project"],
    id: (inputs) => googleId(inputs, "serviceAccounts", emailOf(inputs)),
    create: (inputs) => ({
      outputs: {
        email: emailOf(inputs),
        member: `serviceAccount:${emailOf(inputs)}`,
        name: googleId(inputs, "serviceAccounts", emailOf(inputs)),
        uniqueId: String(randomInt(1_000_000_000)),
      },
    }),
  },
};

function emailOf(inputs: Properties): string {
  return `${text(inputs, "accountId")}@${projectOf(inputs)}.iam.gserviceaccount.com`;
}

const servicePath = (inputs: Properties): string =>
  googleId(inputs, "locations", text(inputs, "location"), "services", text(inputs, "name"));

function revision(inputs: Properties, generation: number): ReturnType<NonNullable<ResourceType["create"]>> {
  const latest = `${servicePath(inputs)}/revisions/${text(inputs, "name")}-${String(generation).padStart(5, "0")}-abc`;
  const uri = `https://${text(inputs, "name")}-abc.a.run.app`;
  return {
    data: { generation },
    outputs: {
      uri,
      urls: [uri],
      latestCreatedRevision: latest,
      latestReadyRevision: latest,
      generation: String(generation),
      project: projectOf(inputs),
    },
  };
}

const run: Types = {
  "gcp:cloudrunv2/service:Service": {
    named: "name",
    nameShape: { longest: 49, without: /[^a-z0-9-]/ },
    replaces: ["name", "location", "project"],
    id: servicePath,
    create: (inputs) => revision(inputs, 1),
    update: (inputs, before) => revision(inputs, Number(before.data.generation) + 1),
    delete: (before) => {
      if (before.inputs.deletionProtection !== false)
        throw new Error(
          "cannot destroy service without setting deletion_protection=false and running `pulumi up`",
        );
    },
  },
};

export const google: Types = {
  ...network,
  ...secrets,
  ...accounts,
  ...run,
  ...grant("gcp:secretmanager/secretIamMember:SecretIamMember", (inputs) => text(inputs, "secretId"), [
    "secretId",
    "project",
  ]),
  ...grant("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", (inputs) => text(inputs, "name"), [
    "name",
    "location",
    "project",
  ]),
};

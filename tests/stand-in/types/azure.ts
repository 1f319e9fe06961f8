// azure-native, all but Postgres: groups, networks, private DNS, Key Vault, identities and roles, Container Apps.
import { randomUUID } from "node:crypto";
import { list, type Properties, type ResourceType, record, type Stored, type Types, text } from "../model";
import { azureId, tenant } from "../names";
import { shapeOf } from "../sdk";

const common = (type: string, inputs: Properties, named: string): Properties =>
  Object.fromEntries(
    Object.entries({
      azureApiVersion: "stand-in",
      type,
      name: inputs[named],
      provisioningState: "Succeeded",
    }).filter(([, value]) => value !== undefined),
  );

/** A resource of Azure's resource manager that has nothing of its own: `<provider>/<parents>/<name>` is its id. */
export function plainAzure(
  token: string,
  arm: string,
  named: string,
  {
    parents = [],
    more = {},
  }: { readonly parents?: readonly string[]; readonly more?: Partial<ResourceType> } = {},
): Types {
  const [namespace = "", ...kinds] = arm.split("/");
  const own = (inputs: Properties): Properties => {
    const outputs = common(arm, inputs, named);
    const known = shapeOf(token).outputs;
    return Object.fromEntries(Object.entries(outputs).filter(([key]) => known.has(key)));
  };
  const type: ResourceType = {
    named,
    replaces: ["resourceGroupName", "location", named, ...parents],
    id: (inputs) =>
      azureId(
        inputs,
        namespace,
        ...kinds.flatMap((kind, level) => [kind, text(inputs, [...parents, named][level] ?? named)]),
      ),
    ...more,
    create: async (inputs, cloud) => {
      const effect = (await more.create?.(inputs, cloud)) ?? {};
      return { ...effect, outputs: { ...own(inputs), ...effect.outputs } };
    },
    update: async (inputs, before, cloud) => {
      const effect = (await more.update?.(inputs, before, cloud)) ?? { data: before.data };
      return {
        data: before.data,
        ...effect,
        outputs: { ...before.outputs, ...own(inputs), ...effect.outputs },
      };
    },
  };
  return { [token]: type };
}

/** A new version each time its value is written. */
function secretVersion(
  inputs: Properties,
  before?: Stored,
): { readonly data: Properties; readonly outputs: Properties } {
  const { value } = record(inputs.properties);
  const versions = list(before?.data.versions).map(record);
  const isSame = versions.at(-1)?.value === value;
  const all = isSame ? versions : [...versions, { version: randomUUID().replaceAll("-", ""), value }];
  const uri = `https://${text(inputs, "vaultName")}.vault.azure.net/secrets/${text(inputs, "secretName")}`;
  const secretUriWithVersion = `${uri}/${String(all.at(-1)?.version)}`;
  return {
    data: { versions: all },
    outputs: { properties: { ...record(inputs.properties), secretUri: uri, secretUriWithVersion } },
  };
}

const revision = (
  inputs: Properties,
  before?: Stored,
): { readonly data: Properties; readonly outputs: Properties } => {
  const name = text(inputs, "containerAppName");
  const number = Number(before?.data.revision ?? 0) + 1;
  const latest = `${name}--${String(number).padStart(7, "0")}`;
  return {
    data: { revision: number },
    outputs: {
      latestRevisionName: latest,
      // Success is told before the new one is ready; `functions.ts` tells when it is.
      latestReadyRevisionName: before?.outputs.latestReadyRevisionName ?? "",
      latestRevisionFqdn: `${latest}.stand-in.westeurope.azurecontainerapps.io`,
      runningStatus: "Running",
      configuration: {
        ...record(inputs.configuration),
        ingress: {
          ...record(record(inputs.configuration).ingress),
          fqdn: `${name}.stand-in.azurecontainerapps.io`,
        },
      },
    },
  };
};

const managedGroup: Types = {
  "azure-native:resources:ResourceGroup": {
    named: "resourceGroupName",
    replaces: ["resourceGroupName", "location"],
    id: (inputs) => azureId(inputs),
    create: (inputs) => ({
      outputs: {
        azureApiVersion: "stand-in",
        name: inputs.resourceGroupName,
        type: "Microsoft.Resources/resourceGroups",
      },
    }),
  },
};

const roles: Types = {
  "azure-native:authorization:RoleAssignment": {
    id: (inputs) =>
      `${text(inputs, "scope")}/providers/Microsoft.Authorization/roleAssignments/${text(inputs, "roleAssignmentName")}`,
    named: "roleAssignmentName",
    replaces: ["principalId", "principalType", "roleDefinitionId", "scope", "roleAssignmentName"],
    create: (inputs, cloud) => {
      const [all, keys] = [
        cloud.all("azure-native:authorization:RoleAssignment"),
        ["principalId", "roleDefinitionId", "scope"],
      ];
      if (all.some((other) => keys.every((key) => other.inputs[key] === inputs[key])))
        throw new Error('Code="RoleAssignmentExists" Message="The role assignment already exists."');
      return {
        outputs: { name: inputs.roleAssignmentName, type: "Microsoft.Authorization/roleAssignments" },
      };
    },
  },
};

export const azure: Types = {
  ...managedGroup,
  ...roles,
  ...plainAzure(
    "azure-native:network:VirtualNetwork",
    "Microsoft.Network/virtualNetworks",
    "virtualNetworkName",
  ),
  ...plainAzure("azure-native:network:Subnet", "Microsoft.Network/virtualNetworks/subnets", "subnetName", {
    parents: ["virtualNetworkName"],
    more: { create: (inputs) => ({ outputs: { name: inputs.subnetName } }) },
  }),
  ...plainAzure(
    "azure-native:privatedns:PrivateZone",
    "Microsoft.Network/privateDnsZones",
    "privateZoneName",
  ),
  ...plainAzure(
    "azure-native:privatedns:VirtualNetworkLink",
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
    "virtualNetworkLinkName",
    {
      parents: ["privateZoneName"],
      more: { create: () => ({ outputs: { virtualNetworkLinkState: "Completed" } }) },
    },
  ),
  ...plainAzure("azure-native:keyvault:Vault", "Microsoft.KeyVault/vaults", "vaultName", {
    more: {
      nameShape: { longest: 24, without: /[^a-z0-9-]/ },
      create: (inputs) => {
        const vaultUri = `https://${text(inputs, "vaultName")}.vault.azure.net/`;
        return { outputs: { properties: { ...record(inputs.properties), vaultUri } } };
      },
    },
  }),
  ...plainAzure("azure-native:keyvault:Secret", "Microsoft.KeyVault/vaults/secrets", "secretName", {
    parents: ["vaultName"],
    more: {
      create: (inputs) => secretVersion(inputs),
      update: (inputs, before) => secretVersion(inputs, before),
    },
  }),
  ...plainAzure(
    "azure-native:managedidentity:UserAssignedIdentity",
    "Microsoft.ManagedIdentity/userAssignedIdentities",
    "resourceName",
    {
      more: {
        create: () => ({ outputs: { principalId: randomUUID(), clientId: randomUUID(), tenantId: tenant } }),
      },
    },
  ),
  ...plainAzure(
    "azure-native:app:ManagedEnvironment",
    "Microsoft.App/managedEnvironments",
    "environmentName",
    {
      more: { create: () => ({ outputs: { defaultDomain: "stand-in.westeurope.azurecontainerapps.io" } }) },
    },
  ),
  ...plainAzure("azure-native:app:ContainerApp", "Microsoft.App/containerApps", "containerAppName", {
    more: {
      create: (inputs) => revision(inputs),
      update: (inputs, before) => revision(inputs, before),
    },
  }),
};

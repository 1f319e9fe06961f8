// What belongs to a server in Azure besides itself: its private DNS zone, administrators, parameters and firewall.
import * as dbforpostgresql from "@pulumi/azure-native/dbforpostgresql";
import * as privatedns from "@pulumi/azure-native/privatedns";
import * as pulumi from "@pulumi/pulumi";
import type { AzureAccess, AzureServerArgs, OwnParameter } from "./azure-args";

/** How the next resource of a server is made: after the one before. */
export interface Children {
  /** Of the component. */
  readonly name: string;
  readonly place: {
    readonly resourceGroupName: pulumi.Output<string>;
    readonly serverName: pulumi.Output<string>;
  };
  next(more?: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions;
  made(resource: pulumi.Resource): void;
}

interface ZonePlace {
  readonly group: pulumi.Output<string>;
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly parent: pulumi.Resource;
}

/** One zone for each stack of each project, since a network takes no two of one name. */
function zoneName(name: string): string {
  const label = `${name}-${pulumi.getProject()}-${pulumi.getStack()}`
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-");
  return `${label.slice(0, 63)}.private.postgres.database.azure.com`;
}

/** A zone for the server's name, linked to the network of its subnet. Its id is known once it is linked. */
export function privateZone(
  name: string,
  { subnetId }: Extract<AzureAccess, { kind: "private" }>,
  { group, tags, parent }: ZonePlace,
): pulumi.Output<string> {
  const place = { resourceGroupName: group, location: "Global", ...(tags === undefined ? {} : { tags }) };
  const zone = new privatedns.PrivateZone(
    `${name}-zone`,
    { ...place, privateZoneName: zoneName(name) },
    { parent },
  );
  const networkId = pulumi.output(subnetId).apply((id) => id.replace(/\/subnets\/[^/]+$/i, ""));
  const link = new privatedns.VirtualNetworkLink(
    `${name}-zone`,
    {
      ...place,
      privateZoneName: zone.name,
      virtualNetwork: { id: networkId },
      registrationEnabled: false,
    },
    { parent, deletedWith: zone },
  );
  return pulumi.all([zone.id, link.id]).apply(([id]) => id);
}

export function entraAdministrators({ entra }: AzureServerArgs, children: Children): void {
  for (const { objectId, name, kind } of entra?.administrators ?? []) {
    const administrator = new dbforpostgresql.AdministratorsMicrosoftEntra(
      `${children.name}-entra-${name}`,
      {
        ...children.place,
        tenantId: entra?.tenantId,
        objectId,
        principalName: name,
        principalType: kind,
      },
      children.next(),
    );
    children.made(administrator);
  }
}

/** Ours last: nothing else may open the server to plain text. */
export function parametersOf(
  { parameters, minimumTls = "1.2", extensions = [] }: AzureServerArgs,
  children: Children,
): void {
  const own: Partial<Record<OwnParameter, string>> = {
    require_secure_transport: "on",
    ssl_min_protocol_version: `TLSv${minimumTls}`,
    ...(extensions.length === 0 ? {} : { "azure.extensions": [...new Set(extensions)].sort().join(",") }),
  };
  for (const [configurationName, value] of Object.entries({ ...parameters, ...own })) {
    const configuration = new dbforpostgresql.Configuration(
      `${children.name}-${configurationName}`,
      { ...children.place, configurationName, value, source: "user-override" },
      children.next(),
    );
    children.made(configuration);
  }
}

export function firewall({ access }: AzureServerArgs, children: Children): void {
  if (access.kind === "private") return;
  for (const [firewallRuleName, { from, to }] of Object.entries(access.firewallRules)) {
    const rule = new dbforpostgresql.FirewallRule(
      `${children.name}-${firewallRuleName}`,
      { ...children.place, firewallRuleName, startIpAddress: from, endIpAddress: to ?? from },
      children.next(),
    );
    children.made(rule);
  }
}

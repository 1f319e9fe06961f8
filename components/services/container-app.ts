// An Azure Container App, its environment and the managed identity it runs as. The app reads its connection URL from Key
// Vault, by version.
import { ContainerApp } from "@pulumi/azure-native/app/containerApp";
import { ManagedEnvironment } from "@pulumi/azure-native/app/managedEnvironment";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import * as pulumi from "@pulumi/pulumi";
import { type Service, type ServiceArguments, type ServiceIdentity, serviceDefaults } from "./contract";
import { shortened } from "./names";
import { onceReady } from "./ready-revision";

export interface ContainerAppPlace {
  /** Resource group that holds it. */
  readonly resourceGroup: pulumi.Input<string>;
  /** @default that of the resource group */
  readonly location?: pulumi.Input<string> | undefined;
}

export interface ContainerAppArguments extends ServiceArguments, ContainerAppPlace {
  readonly identity: ContainerAppIdentity;
  /**
   * Resource id of the environment that it runs in.
   * @default one is made for it
   */
  readonly environmentId?: pulumi.Input<string> | undefined;
  /**
   * For a database without public address: resource id of a subnet of its network, delegated to Microsoft.App/environments,
   * for the environment that is made.
   * @default no network
   */
  readonly subnetId?: pulumi.Input<string> | undefined;
}

const placeOf = ({ resourceGroup, location }: ContainerAppPlace) => ({
  resourceGroupName: resourceGroup,
  ...(location === undefined ? {} : { location }),
});

/** The managed identity that one application runs as. */
export class ContainerAppIdentity extends pulumi.ComponentResource implements ServiceIdentity {
  readonly reader: pulumi.Output<string>;
  /** Resource id. */
  readonly identityId: pulumi.Output<string>;

  constructor(application: string, place: ContainerAppPlace, options?: pulumi.ComponentResourceOptions) {
    super("stackschema:services:ContainerAppIdentity", application, {}, options);
    const identity = new UserAssignedIdentity(
      `${application}-run`,
      { ...placeOf(place), resourceName: `${application}-run` },
      { parent: this },
    );
    this.reader = identity.principalId;
    this.identityId = identity.id;
    this.registerOutputs({ identityId: this.identityId });
  }
}

/** 2 to 32 characters, no dash last and no two together (learn.microsoft.com, naming rules of Microsoft.App). */
function appName(application: string): string {
  return application.length <= 32 && /^[a-z](-?[a-z0-9])+$/.test(application)
    ? application
    : shortened(application, 32).replace(/-+/g, "-");
}

const secretName = "database-url";

/**
 * The profile that bills by use. Without one Azure makes the older kind of environment, which takes no delegated subnet
 * (ManagedEnvironmentSubnetIsDelegated; learn.microsoft.com/azure/container-apps/environment and …/workload-profiles-overview).
 */
const byUse = { name: "Consumption", workloadProfileType: "Consumption" };

/** @example new ContainerAppService("ledger", { resourceGroup, image, identity, databaseUrl: secret }, { dependsOn: schema }) */
export class ContainerAppService extends pulumi.ComponentResource implements Service {
  readonly url: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;
  readonly ready: pulumi.Output<pulumi.Resource>;

  constructor(
    application: string,
    arguments_: ContainerAppArguments,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super("stackschema:services:ContainerAppService", application, {}, options);
    const {
      identity,
      databaseUrl,
      ingress = serviceDefaults.ingress,
      port = serviceDefaults.port,
    } = arguments_;
    const { reference, version } = databaseUrl;
    const app = new ContainerApp(
      `${application}-service`,
      {
        ...placeOf(arguments_),
        containerAppName: appName(application),
        environmentId: arguments_.environmentId ?? environment(application, arguments_, this),
        identity: { type: "UserAssigned", userAssignedIdentities: [identity.identityId] },
        configuration: {
          // The old revision ends when the new one is ready, which is waited for below.
          activeRevisionsMode: "Single",
          ingress: { external: ingress === "all", targetPort: port, transport: "auto" },
          secrets: [
            {
              name: secretName,
              keyVaultUrl: pulumi.interpolate`${reference}/${version}`,
              identity: identity.identityId,
            },
          ],
        },
        template: templateOf(arguments_),
      },
      { parent: this, dependsOn: [...databaseUrl.access] },
    );
    this.url = pulumi.interpolate`https://${app.configuration.apply((made) => made?.ingress?.fqdn ?? "")}`;
    this.revision = app.latestRevisionName;
    this.ready = onceReady(this, app, arguments_.resourceGroup);
    this.registerOutputs({ url: this.url, revision: this.revision });
  }
}

/** An environment's name has at most 60 characters (Azure's naming rules, Microsoft.App/managedEnvironments). */
function environmentName(application: string): string {
  const name = `${application}-environment`;
  return name.length <= 60 ? name : shortened(name, 60);
}

function environment(
  application: string,
  arguments_: ContainerAppArguments,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { subnetId, ingress = serviceDefaults.ingress } = arguments_;
  const made = new ManagedEnvironment(
    `${application}-environment`,
    {
      ...placeOf(arguments_),
      environmentName: environmentName(application),
      workloadProfiles: [byUse],
      ...(subnetId === undefined
        ? {}
        : { vnetConfiguration: { infrastructureSubnetId: subnetId, internal: ingress === "internal" } }),
    },
    { parent },
  );
  return made.id;
}

function templateOf({ image, databaseUrl, ...arguments_ }: ContainerAppArguments) {
  const { cpu = serviceDefaults.cpu, environment: variables = {} } = arguments_;
  return {
    containers: [
      {
        name: "application",
        image,
        // Container Apps take twice as many GiB as processors.
        resources: { cpu, memory: `${arguments_.memoryGib ?? cpu * 2}Gi` },
        env: [
          { name: "DATABASE_URL", secretRef: secretName },
          // Secrets belong to the app and not to a revision: only what stands in the template makes a new one.
          { name: "DATABASE_URL_VERSION", value: databaseUrl.version },
          ...Object.entries(variables).map(([name, value]) => ({ name, value })),
        ],
      },
    ],
    scale: {
      minReplicas: arguments_.minInstances ?? serviceDefaults.minInstances,
      maxReplicas: arguments_.maxInstances ?? serviceDefaults.maxInstances,
    },
  };
}

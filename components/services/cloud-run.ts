// A Cloud Run service (v2) and the service account it runs as. The service reads its connection URL from Secret Manager, by
// version; it holds no data, so nothing keeps it from being deleted.
import { Service as RunService } from "@pulumi/gcp/cloudrunv2/service";
import { ServiceIamMember } from "@pulumi/gcp/cloudrunv2/serviceIamMember";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import * as pulumi from "@pulumi/pulumi";
import { type Service, type ServiceArguments, type ServiceIdentity, serviceDefaults } from "./contract";
import { shortened } from "./names";

interface CloudRunPlace {
  /** @default that of the provider (gcp:project) */
  readonly project?: pulumi.Input<string> | undefined;
}

export interface CloudRunArguments extends ServiceArguments, CloudRunPlace {
  /** Region of Google Cloud. @example "europe-west3" */
  readonly region: pulumi.Input<string>;
  readonly identity: CloudRunIdentity;
  /**
   * For a database with a private address: the network of it, and a subnetwork of the region, which is by default the one with
   * the network's own name (it must be there).
   * @default no network
   */
  readonly network?:
    | { readonly network: pulumi.Input<string>; readonly subnetwork?: pulumi.Input<string> | undefined }
    | undefined;
  /** Who may call it. @default ["allUsers"] where ingress is "all", else nobody @example ["domain:example.com"] */
  readonly invokers?: readonly string[] | undefined;
}

/** 6 to 30 characters, of which the last is no dash (cloud.google.com/iam/docs/service-accounts-create). */
function accountId(name: string): string {
  const id = `${name}-run`.padEnd(6, "0");
  return id.length <= 30 ? id : shortened(name, 30);
}

/** Fewer than 50 characters, of which the last is no dash (cloud.google.com/run/docs/reference/rest/v2/projects.locations.services). */
function serviceName(application: string): string {
  return /^.{0,48}[^-]$/.test(application) ? application : shortened(application, 49);
}

/** The service account that one application runs as. */
export class CloudRunIdentity extends pulumi.ComponentResource implements ServiceIdentity {
  readonly reader: pulumi.Output<string>;
  readonly email: pulumi.Output<string>;

  constructor(
    application: string,
    { project }: CloudRunPlace = {},
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("stackschema:services:CloudRunIdentity", application, {}, options);
    const account = new Account(
      `${application}-run`,
      {
        accountId: accountId(application),
        displayName: `${application}, as it runs`,
        ...(project === undefined ? {} : { project }),
      },
      { parent: this },
    );
    this.reader = account.member;
    this.email = account.email;
    this.registerOutputs({ email: this.email });
  }
}

/** @example new CloudRunService("ledger", { region, image, identity, databaseUrl: secret }, { dependsOn: schema }) */
export class CloudRunService extends pulumi.ComponentResource implements Service {
  readonly url: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;
  readonly ready: pulumi.Output<pulumi.Resource>;

  constructor(
    application: string,
    arguments_: CloudRunArguments,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super("stackschema:services:CloudRunService", application, {}, options);
    const { region, project, databaseUrl, ingress = serviceDefaults.ingress } = arguments_;
    const place = { location: region, ...(project === undefined ? {} : { project }) };
    const service = new RunService(
      `${application}-service`,
      {
        ...place,
        name: serviceName(application),
        ingress: ingress === "all" ? "INGRESS_TRAFFIC_ALL" : "INGRESS_TRAFFIC_INTERNAL_ONLY",
        deletionProtection: false,
        template: templateOf(arguments_),
      },
      // The first revision reads the secret as it starts.
      { parent: this, dependsOn: [...databaseUrl.access] },
    );
    for (const member of arguments_.invokers ?? (ingress === "all" ? ["allUsers"] : []))
      new ServiceIamMember(
        `${application}-invoker-${member}`,
        { ...place, name: service.name, role: "roles/run.invoker", member },
        { parent: this, deletedWith: service },
      );
    this.url = service.uri;
    this.revision = service.latestReadyRevision;
    // The provider waits for the revision itself.
    this.ready = pulumi.output(this);
    this.registerOutputs({ url: this.url, revision: this.revision });
  }
}

function templateOf(arguments_: CloudRunArguments) {
  const { image, identity, databaseUrl, environment = {}, network } = arguments_;
  const { cpu = serviceDefaults.cpu, memoryGib = 1, port = serviceDefaults.port } = arguments_;
  return {
    serviceAccount: identity.email,
    scaling: {
      minInstanceCount: arguments_.minInstances ?? serviceDefaults.minInstances,
      maxInstanceCount: arguments_.maxInstances ?? serviceDefaults.maxInstances,
    },
    containers: [
      {
        image,
        ports: { containerPort: port },
        resources: {
          limits: { cpu: String(cpu), memory: `${memoryGib}Gi` },
          // Less than a processor is only had while there are requests, which must be said beside limits (the SDK's
          // cpuIdle; cloud.google.com/run/docs/configuring/services/cpu).
          ...(cpu < 1 ? { cpuIdle: true } : {}),
        },
        envs: [
          {
            name: "DATABASE_URL",
            valueSource: { secretKeyRef: { secret: databaseUrl.reference, version: databaseUrl.version } },
          },
          ...Object.entries(environment).map(([name, value]) => ({ name, value })),
        ],
      },
    ],
    ...(network === undefined
      ? {}
      : {
          // Addresses of the network alone go through it: the database has one of them.
          vpcAccess: { egress: "PRIVATE_RANGES_ONLY", networkInterfaces: [networkOf(network)] },
        }),
  };
}

function networkOf({ network, subnetwork }: NonNullable<CloudRunArguments["network"]>) {
  return { network, ...(subnetwork === undefined ? {} : { subnetwork }) };
}

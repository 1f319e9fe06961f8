// Pulumi with its engine mocked: what a program registers, with what options, and what a cloud would answer.
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { vi } from "vitest";

type Inputs = Readonly<Record<string, unknown>>;

export interface Registered {
  readonly type: string;
  readonly name: string;
  /** A secret is an object with a signature, its value in `value`. */
  readonly inputs: Inputs;
  /** `type name`, as all that follow. */
  readonly parent: string;
  readonly dependencies: readonly string[];
  readonly deletedWith: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  /** Reference of an explicit provider. */
  readonly provider: string;
  readonly aliases: number;
}

/** What of Pulumi's request is read here. */
interface Request {
  getType(): string;
  getName(): string;
  getObject(): unknown;
  getParent(): string;
  getDependenciesList(): readonly string[];
  getDeletedwith(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getIgnorechangesList(): readonly string[];
  getProvider(): string;
  getAliasesList(): readonly unknown[];
}

/** `…::parent$type::name` as `type name`. */
function short(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(2);
  return urn === "" ? "" : `${type.split("$").at(-1)} ${name}`;
}

export const password = "pass-Word-9f1c";

/** What each cloud answers, by type; of a type that is not here, the inputs. */
const answers: Readonly<Record<string, (name: string, inputs: Inputs) => Inputs>> = {
  "random:index/randomPassword:RandomPassword": () => ({ result: password }),
  "azure-native:resources:ResourceGroup": (name) => ({ name: `${name}-group` }),
  "azure-native:privatedns:PrivateZone": (_name, inputs) => ({ name: inputs.privateZoneName }),
  "azure-native:dbforpostgresql:Server": (name) => ({
    name: `${name}1a2b`,
    fullyQualifiedDomainName: `${name}1a2b.postgres.database.azure.com`,
  }),
  "azure-native:dbforpostgresql:Database": (_name, inputs) => ({ name: inputs.databaseName }),
  "gcp:sql/databaseInstance:DatabaseInstance": (name) => ({
    name: `${name}-1a2b`,
    connectionName: `acme:europe-west3:${name}-1a2b`,
    privateIpAddress: "10.1.2.3",
    publicIpAddress: "198.51.100.4",
    serverCaCerts: [{ cert: "PEM of now\n" }, { cert: "PEM of later\n" }],
  }),
  "gcp:serviceaccount/account:Account": (_name, inputs) => ({
    email: `${inputs.accountId}@acme.iam.gserviceaccount.com`,
    member: `serviceAccount:${inputs.accountId}@acme.iam.gserviceaccount.com`,
  }),
  "gcp:cloudrunv2/service:Service": (name) => ({
    uri: `https://${name}.a.run.app`,
    latestReadyRevision: `${name}-00001`,
  }),
  "azure-native:managedidentity:UserAssignedIdentity": () => ({ principalId: "8d2f" }),
  "azure-native:app:ContainerApp": (name, inputs) => ({
    name: inputs.containerAppName,
    latestRevisionName: `${inputs.containerAppName}--2`,
    latestReadyRevisionName: `${inputs.containerAppName}--1`,
    configuration: { ...Object(inputs.configuration), ingress: { fqdn: `${name}.azurecontainerapps.io` } },
  }),
  "gcp:compute/globalAddress:GlobalAddress": (name) => ({ name: `${name}-1a2b` }),
  "pulumi-nodejs:dynamic/servers:LocalServer": () => ({
    host: "127.0.0.1",
    port: 23_456,
    adminUser: "postgres",
    password,
  }),
  "pulumi-nodejs:dynamic/servers:ReadyServer": () => ({ ready: true }),
};

/** What a Container App tells of itself: which revision was deployed last, and which one serves. */
export const revisions = (latest: string, ready: string) => ({
  latestRevisionName: latest,
  latestReadyRevisionName: ready,
});

/**
 * @param isPreview nothing is answered but the inputs: what only a made resource tells is unknown
 * @param call answers the functions of providers
 */
export async function mockPulumi(
  isPreview = false,
  call: (token: string) => Inputs = () => revisions("ledger--2", "ledger--2"),
): Promise<readonly Registered[]> {
  const registered: Registered[] = [];
  const inputsOf = new Map<string, Inputs>();
  const spy = vi.spyOn(MockMonitor.prototype, "registerResource");
  const original = spy.getMockImplementation() ?? MockMonitor.prototype.registerResource;
  spy.mockRestore();
  vi.spyOn(MockMonitor.prototype, "registerResource").mockImplementation(async function (
    this: MockMonitor,
    request: Request,
    callback: unknown,
  ) {
    registered.push({
      type: request.getType(),
      name: request.getName(),
      get inputs() {
        return inputsOf.get(`${request.getType()} ${request.getName()}`) ?? {};
      },
      parent: short(request.getParent()),
      dependencies: request.getDependenciesList().map(short),
      deletedWith: short(request.getDeletedwith()),
      protect: request.getProtect(),
      retainOnDelete: request.getRetainondelete(),
      ignoreChanges: request.getIgnorechangesList(),
      provider: request.getProvider(),
      aliases: request.getAliasesList().length,
    });
    await Reflect.apply(original, this, [request, callback]);
  });
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        inputsOf.set(`${type} ${name}`, inputs);
        const answer = isPreview ? {} : (answers[type]?.(name, inputs) ?? {});
        return { id: isPreview ? "" : `/made/${name}`, state: { ...inputs, ...answer } };
      },
      call: ({ token }) => call(token),
    },
    "stackschema",
    "dev",
    isPreview,
  );
  return registered;
}

export function value<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** The inputs as they would stand in the state in clear. */
export function inClear(inputs: unknown): unknown {
  if (typeof inputs !== "object" || inputs === null) return inputs;
  if (Array.isArray(inputs)) return inputs.map(inClear);
  if (pulumi.runtime.specialSecretSig === Reflect.get(inputs, pulumi.runtime.specialSigKey))
    return "[secret]";
  return Object.fromEntries(Object.entries(inputs).map(([key, inner]) => [key, inClear(inner)]));
}

// Where each service of the settings runs: in the cloud of its server, and beside it.
import * as pulumi from "@pulumi/pulumi";
import type { ServicePlace } from "../components/index";
import type { ServerSettings, ServiceSettings } from "../settings";
import { type Mistakes, placeOf } from "./mistakes";
import { onlyIn, ownVariables, type ServiceValues } from "./service";
import { wrongSizes } from "./sizes";

interface Stack {
  /** Of the applications. */
  readonly names: readonly string[];
  readonly server: ServerSettings;
  /** Kind of the secret store. */
  readonly store: string;
}

export function settleServices(
  values: Readonly<Record<string, ServiceValues>>,
  stack: Stack,
  mistakes: Mistakes,
): Readonly<Record<string, { readonly service: ServiceSettings }>> {
  const entries = Object.entries(values).flatMap(([application, value]) => {
    const wrong = mistakesOf(application, value, stack);
    for (const { path, message } of wrong) mistakes.unneeded("path", placeOf("service", path), message);
    const sizes = wrong.length > 0 ? [] : wrongSizes(stack.server.kind, value);
    for (const { key, message, example } of sizes)
      mistakes.add("service", [application, key], message, example);
    const place = wrong.length > 0 ? null : placeIn(application, value, stack.server, mistakes);
    return place === null
      ? []
      : [[application, { service: { place, arguments: argumentsOf(value) } }] as const];
  });
  return Object.fromEntries(entries);
}

interface Wrong {
  readonly path: readonly string[];
  readonly message: string;
}

function mistakesOf(
  application: string,
  value: ServiceValues,
  { names, server, store }: Stack,
): readonly Wrong[] {
  const whole = [application];
  if (!names.includes(application))
    return [{ path: whole, message: `no application is called so (${names.join(", ")})` }];
  const { kind } = server;
  if (kind !== "azure" && kind !== "gcp")
    return [
      {
        path: whole,
        message: `a service is deployed beside a server in "azure" or "gcp", and this one is ${kind}`,
      },
    ];
  if (store !== kind)
    return [
      {
        path: whole,
        message: `a service in ${kind} reads its secret there, and secretStore.kind is ${store}`,
      },
    ];
  const foreign = onlyIn[kind === "gcp" ? "azure" : "gcp"].filter((key) => value[key] !== undefined);
  const taken = ownVariables[kind].filter((name) => value.environment?.[name] !== undefined);
  return [
    ...foreign.map((key) => ({ path: [application, key], message: `means nothing in ${kind}` })),
    ...taken.map((name) => ({
      path: [application, "environment", name],
      message: name === "PORT" ? "is set by the cloud: use port" : "is set by the stack or the cloud itself",
    })),
  ];
}

function placeIn(
  application: string,
  value: ServiceValues,
  server: ServerSettings,
  mistakes: Mistakes,
): ServicePlace | null {
  if (server.kind === "azure") {
    const { environmentId, subnetId } = value;
    if (server.arguments.access.kind === "private" && environmentId === undefined && subnetId === undefined) {
      mistakes.add(
        "service",
        [application, "subnetId"],
        "must name a subnet of the server's network, delegated to Microsoft.App/environments, or else environmentId an environment in it: the server has no public address",
      );
      return null;
    }
    return { kind: "azure", location: server.arguments.location, environmentId, subnetId };
  }
  if (server.kind !== "gcp") return null;
  const { access, project } = server.arguments;
  const region = value.region ?? server.arguments.region ?? new pulumi.Config("gcp").get("region");
  if (region === undefined) {
    mistakes.add(
      "service",
      [application, "region"],
      "must be given where neither gcp.region nor gcp:region is",
    );
    return null;
  }
  const { subnetwork, invokers } = value;
  const network = access.kind === "private" ? { network: access.network, subnetwork } : undefined;
  return { kind: "gcp", region, project, network, invokers };
}

function argumentsOf(value: ServiceValues): ServiceSettings["arguments"] {
  const { image, port, environment, minInstances, maxInstances, cpu, memoryGib, ingress } = value;
  return { image, port, environment, minInstances, maxInstances, cpu, memoryGib, ingress };
}

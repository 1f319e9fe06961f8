// The services that a stack deploys, by application: what runs, and where beside its server.
import { z } from "zod";
import * as s from "./shapes";

const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable");

/** Each is a resource of its name. */
function refuseTwice(invokers: readonly string[], { addIssue }: z.core.$RefinementCtx): void {
  for (const [index, invoker] of invokers.entries())
    if (invokers.indexOf(invoker) !== index)
      addIssue({ code: "custom", path: [index], message: "is listed twice", params: s.unneeded });
}

const service = s.strict({
  image: s.text,
  port: s.between(1, 65_535).exactOptional(),
  environment: z
    .record(variableName, z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]))
    .exactOptional(),
  minInstances: s.between(0, 1000).exactOptional(),
  maxInstances: s.between(1, 1000).exactOptional(),
  cpu: z.number("must be a number").positive("must be more than 0").exactOptional(),
  memoryGib: z.number("must be a number").positive("must be more than 0").exactOptional(),
  ingress: s.oneOf(["internal", "all"]).exactOptional(),
  region: s.text.exactOptional(),
  subnetwork: s.text.exactOptional(),
  invokers: z.array(s.text).superRefine(refuseTwice).exactOptional(),
  environmentId: s.text.exactOptional(),
  subnetId: s.text.exactOptional(),
});

export type ServiceValues = z.output<typeof service>;

export const services = z.record(z.string(), service, "must be applications with their services");

/** What means something in one cloud alone. */
export const onlyIn = {
  gcp: ["region", "subnetwork", "invokers"],
  azure: ["environmentId", "subnetId"],
} as const satisfies Readonly<Record<string, readonly (keyof ServiceValues)[]>>;

/** Variables that the stack or the cloud sets (cloud.google.com/run/docs/container-contract). */
export const ownVariables = {
  gcp: [
    ...["DATABASE_URL", "DATABASE_URL_VERSION", "DATABASE_CA"],
    ...["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"],
  ],
  azure: ["DATABASE_URL", "DATABASE_URL_VERSION"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const serviceExamples: s.Examples = {
  "ledger.image": "europe-docker.pkg.dev/acme-prod/apps/ledger:1.4.2",
  "ledger.port": "8080",
  "ledger.environment.LOG_LEVEL": "info",
  "ledger.minInstances": "1",
  "ledger.maxInstances": "4",
  "ledger.cpu": "1",
  "ledger.memoryGib": "1",
  "ledger.ingress": "all",
  "ledger.region": "europe-west3",
  "ledger.subnetwork": "projects/acme-prod/regions/europe-west3/subnetworks/main",
  "ledger.invokers[0]": "domain:example.com",
  "ledger.environmentId": "/subscriptions/…/managedEnvironments/apps",
  "ledger.subnetId": "/subscriptions/…/virtualNetworks/main/subnets/apps",
};

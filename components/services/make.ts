// Deploys a service where its server is: Cloud Run beside Cloud SQL, Container Apps beside a Flexible Server.
import * as pulumi from "@pulumi/pulumi";
import { AzureServer, type Server } from "../servers";
import { type CloudRunArguments, CloudRunIdentity, CloudRunService } from "./cloud-run";
import { type ContainerAppArguments, ContainerAppIdentity, ContainerAppService } from "./container-app";
import type { Service, ServiceArguments } from "./contract";

type Place<T> = Omit<T, keyof ServiceArguments | "identity" | "resourceGroup">;

/** In which cloud, and where in it. */
export type ServicePlace =
  | ({ readonly kind: "gcp" } & Place<CloudRunArguments>)
  | ({ readonly kind: "azure" } & Place<ContainerAppArguments>);

/** A service before it is deployed: its identity is there, so that it can be let to its secret first. */
export interface PlannedService {
  /** As the secret store of that cloud names those who may read. */
  readonly reader: pulumi.Output<string>;
  deploy(arguments_: ServiceArguments, options: pulumi.ComponentResourceOptions): Service;
}

/**
 * @param server beside which it runs
 * @throws pulumi.RunError where that is in another cloud
 */
export function planService(application: string, place: ServicePlace, server: Server): PlannedService {
  if (place.kind === "gcp") {
    const identity = new CloudRunIdentity(application, place);
    return {
      reader: identity.reader,
      deploy: (arguments_, options) =>
        new CloudRunService(application, { ...place, ...arguments_, identity }, options),
    };
  }
  if (!(server instanceof AzureServer))
    throw new pulumi.RunError(`the service of ${application} is of Azure, and its server is not`);
  const here = { ...place, resourceGroup: server.resourceGroup };
  const identity = new ContainerAppIdentity(application, here);
  return {
    reader: identity.reader,
    deploy: (arguments_, options) =>
      new ContainerAppService(application, { ...here, ...arguments_, identity }, options),
  };
}

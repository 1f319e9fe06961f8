// Makes the server of the kind that a stack chose.
import type * as pulumi from "@pulumi/pulumi";
import { AzureServer } from "./azure";
import type { AzureServerArgs } from "./azure-args";
import type { Server } from "./contract";
import { ExistingServer, type ExistingServerArgs } from "./existing";
import { GcpServer } from "./gcp";
import type { GcpServerArgs } from "./gcp-args";
import { LocalServer, type LocalServerArgs } from "./local";

export type ServerChoice =
  | { readonly kind: "local"; readonly arguments: LocalServerArgs }
  | { readonly kind: "existing"; readonly arguments: ExistingServerArgs }
  | { readonly kind: "azure"; readonly arguments: AzureServerArgs }
  | { readonly kind: "gcp"; readonly arguments: GcpServerArgs };

export function makeServer(
  name: string,
  choice: ServerChoice,
  options?: pulumi.ComponentResourceOptions,
): Server {
  switch (choice.kind) {
    case "local":
      return new LocalServer(name, choice.arguments, options);
    case "existing":
      return new ExistingServer(name, choice.arguments, options);
    case "azure":
      return new AzureServer(name, choice.arguments, options);
    case "gcp":
      return new GcpServer(name, choice.arguments, options);
  }
}

// How the clouds name things: ids of Azure's resource manager, Google's projects. The accounts are the stand-in's own.
import type { Properties } from "./model";
import { optionalText, text } from "./model";

export const subscription = "00000000-0000-0000-0000-0000000000a1";
export const tenant = "00000000-0000-0000-0000-0000000000b1";
export const project = process.env.GOOGLE_PROJECT ?? "stand-in-project";

/** `/subscriptions/…/resourceGroups/<group>/providers/<path>` */
export function azureId(inputs: Properties, ...path: readonly string[]): string {
  const group = `/subscriptions/${subscription}/resourceGroups/${text(inputs, "resourceGroupName")}`;
  return path.length === 0 ? group : `${group}/providers/${path.join("/")}`;
}

export function projectOf(inputs: Properties): string {
  return optionalText(inputs, "project") ?? project;
}

/** `projects/<project>/…` */
export function googleId(inputs: Properties, ...path: readonly string[]): string {
  return ["projects", projectOf(inputs), ...path].join("/");
}

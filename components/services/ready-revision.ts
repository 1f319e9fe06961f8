// Waits until the revision of a Container App that was deployed last is the one that serves. Azure tells success as soon as a
// revision is made (pulumi/pulumi-azure-native#2779, microsoft/azure-container-apps#1011), and the one before serves until the
// new one is ready: what comes after the deployment must not begin before.
import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerApp } from "@pulumi/azure-native/app/containerApp";
import { getContainerApp } from "@pulumi/azure-native/app/getContainerApp";
import * as pulumi from "@pulumi/pulumi";

/** Milliseconds between two tries. */
const pause = 5000;
/** Five minutes. */
const tries = 60;
/** Tries from one line of progress to the next. */
const told = 6;
/** Tries that an answer may name another revision than the one that was deployed: it may be of before. */
const doubted = 3;

/**
 * The service, once the newest revision of its app serves. Each run asks anew, so that one after a failure does not go on
 * unseen; a preview waits for nothing.
 */
export function onceReady(
  service: pulumi.Resource,
  app: ContainerApp,
  resourceGroup: pulumi.Input<string>,
): pulumi.Output<pulumi.Resource> {
  if (pulumi.runtime.isDryRun()) return pulumi.output(service);
  // What an update deployed is known when its outputs are.
  return pulumi
    .all([app.name, resourceGroup, app.latestRevisionName])
    .apply(async ([containerAppName, resourceGroupName, deployed]) => {
      await wait(app, { containerAppName, resourceGroupName }, deployed);
      return service;
    });
}

/**
 * Ready is what Azure says is: a replica has started and passed its probes (learn.microsoft.com/azure/container-apps/
 * application-lifecycle-management). For an app that may have no replica (minReplicas 0) the docs say no more than that a
 * revision is provisioned when it "has successfully passed all checks" (…/container-apps/revisions), which it stays while
 * idle. So replicas are not counted here. A newer revision than the one that Pulumi knows may be somebody else's deployment.
 */
async function wait(
  app: ContainerApp,
  place: Parameters<typeof getContainerApp>[0],
  deployed: string,
): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    const { latestRevisionName: latest, latestReadyRevisionName: ready } = await getContainerApp(place, {
      parent: app,
    });
    if (latest && latest === ready && (latest === deployed || tried >= doubted)) return;
    if (tried === tries) throw new pulumi.RunError(notReady(place, latest, ready));
    if (tried % told === 0 && latest !== ready)
      void pulumi.log.info(`waits until revision ${latest} is ready${ready ? `; ${ready} serves` : ""}`, app);
    await sleep(pause);
  }
}

function notReady(
  { containerAppName, resourceGroupName }: Parameters<typeof getContainerApp>[0],
  latest: string,
  ready: string | undefined,
): string {
  const minutes = (pause * tries) / 60_000;
  return [
    `the revision ${latest} of ${containerAppName} does not start: it is not ready after ${minutes} minutes.`,
    `${ready ? `${ready} goes on. ` : ""}Nothing was contracted, and the login before stays valid. See why (--type system tells of images and probes):`,
    `  az containerapp logs show --name ${containerAppName} --resource-group ${resourceGroupName} --revision ${latest}`,
    "Then run up again.",
  ].join("\n");
}

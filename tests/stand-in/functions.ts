// The functions of the providers that a program may call. Others are refused by name.
import type { Properties } from "./model";
import { project, subscription, tenant } from "./names";
import { cloud, save } from "./store";

const functions: Readonly<Record<string, (inputs: Properties, lags: boolean) => Properties>> = {
  "azure-native:app:getContainerApp": containerApp,
  "azure-native:authorization:getClientConfig": () => ({
    clientId: "00000000-0000-0000-0000-0000000000c1",
    objectId: "00000000-0000-0000-0000-0000000000d1",
    subscriptionId: subscription,
    tenantId: tenant,
  }),
  "gcp:organizations/getClientConfig:getClientConfig": () => ({
    id: project,
    project,
    region: "europe-west1",
    zone: "",
    accessToken: "stand-in-token",
  }),
  "gcp:organizations/getClientOpenIdUserInfo:getClientOpenIdUserInfo": () => ({
    id: "deployer@stand-in-project.iam.gserviceaccount.com",
    email: "deployer@stand-in-project.iam.gserviceaccount.com",
  }),
  "gcp:organizations/getProject:getProject": ({ projectId }) => ({
    id: `projects/${String(projectId ?? project)}`,
    projectId: projectId ?? project,
    number: "123456789012",
    name: "Stand-in",
  }),
};

/** A revision is ready at the first look at it, unless the answer lags behind: then the one before is. */
function containerApp(inputs: Properties, lags: boolean): Properties {
  const found = cloud()
    .all("azure-native:app:ContainerApp")
    .find((app) => Object.keys(inputs).every((key) => app.inputs[key] === inputs[key]));
  if (found === undefined) throw new Error(`Code="ResourceNotFound" ${JSON.stringify(inputs)}`);
  if (lags) return { ...found.inputs, ...found.outputs };
  const outputs = { ...found.outputs, latestReadyRevisionName: found.outputs.latestRevisionName };
  save({ ...found, outputs });
  return { ...found.inputs, ...outputs };
}

/** @param lags what is told is not the newest yet */
export function invoke(token: string, inputs: Properties, lags: boolean): Properties {
  const known = functions[token];
  if (known === undefined)
    throw new Error(
      `the stand-in does not know the function ${token}: add it to tests/stand-in/functions.ts`,
    );
  return known(inputs, lags);
}

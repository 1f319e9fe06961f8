// The functions of the providers that a program may call. Others are refused by name.
import type { Properties } from "./model";
import { project, subscription, tenant } from "./names";

const functions: Readonly<Record<string, (inputs: Properties) => Properties>> = {
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

export function invoke(token: string, inputs: Properties): Properties {
  const known = functions[token];
  if (known === undefined)
    throw new Error(
      `the stand-in does not know the function ${token}: add it to tests/stand-in/functions.ts`,
    );
  return known(inputs);
}

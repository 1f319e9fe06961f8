// The process that Pulumi's engine starts as `pulumi-resource-azure-native`, `-gcp`, `-random` or `-command`. All four are the
// same program; the type of each resource says whose it is.
import { main } from "@pulumi/pulumi/provider";
import { provider } from "./provider";

// An engine that was killed leaves its providers behind: they end when somebody else becomes their parent.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1000).unref();

void main(provider, process.argv.slice(2));

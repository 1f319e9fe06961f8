// Which sizes of an instance a cloud takes, and how many instances: told at once, where the cloud would refuse them late in a
// run, when the schema has changed already.
import { serviceDefaults } from "../components/index";
import type { ServiceValues } from "./service";

interface WrongSize {
  readonly key: "cpu" | "memoryGib" | "maxInstances";
  readonly message: string;
  readonly example: string;
}

/** @param server kind of the server that the service is deployed beside: in its cloud */
export function wrongSizes(server: string, value: ServiceValues): readonly WrongSize[] {
  const { minInstances = serviceDefaults.minInstances, maxInstances = serviceDefaults.maxInstances } = value;
  const { cpu = serviceDefaults.cpu, memoryGib } = value;
  const size =
    server === "gcp" ? inCloudRun(cpu, memoryGib ?? 1) : inContainerApps(cpu, memoryGib ?? cpu * 2);
  const message = `must be no less than minInstances (${serviceDefaults.maxInstances} by default)`;
  return [
    ...(size === undefined ? [] : [size]),
    ...(minInstances > maxInstances
      ? [{ key: "maxInstances" as const, message, example: String(minInstances) }]
      : []),
  ];
}

/** Processors of Cloud Run with the GiB they take (cloud.google.com/run/docs/configuring/services/cpu). */
const memoryOf: ReadonlyMap<number, readonly [least: number, most: number]> = new Map([
  [1, [0.125, 4]],
  [2, [0.125, 8]],
  [4, [2, 16]],
  [6, [4, 24]],
  [8, [4, 32]],
]);

function inCloudRun(cpu: number, memory: number): WrongSize | undefined {
  const isPart = cpu >= 0.08 && cpu < 1 && /^0\.\d{1,3}$/.test(String(cpu));
  const part = [0.125, cpu < 0.5 ? 0.5 : 1] as const;
  const range = isPart ? part : memoryOf.get(cpu);
  if (range === undefined)
    return { key: "cpu", message: "must be 1, 2, 4, 6, 8, or 0.08 to 0.999 in Cloud Run", example: "1" };
  const [least, most] = range;
  if (memory >= least && memory <= most) return undefined;
  return {
    key: "memoryGib",
    message: `must be ${least} to ${most} with so many processors in Cloud Run (1 by default)`,
    example: String(memory < least ? least : most),
  };
}

/** "Containers in Azure Container Apps", allocations of the Consumption profile. */
function inContainerApps(cpu: number, memory: number): WrongSize | undefined {
  if (cpu < 0.25 || cpu > 4 || !Number.isInteger(cpu * 4))
    return { key: "cpu", message: "must be 0.25 to 4 in steps of 0.25 in Container Apps", example: "1" };
  if (memory === cpu * 2) return undefined;
  return {
    key: "memoryGib",
    message: "must be twice the processors in Container Apps, as it is by default",
    example: String(cpu * 2),
  };
}

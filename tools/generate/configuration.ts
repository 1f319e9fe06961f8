// The table of settings in the README, from what Pulumi.yaml declares.
import { parse } from "yaml";
import { z } from "zod";
import { table } from "./blocks";

const declarations = z.object({
  config: z.record(
    z.string(),
    z.object({
      type: z.enum(["string", "integer", "boolean", "object", "array"]),
      default: z.unknown(),
      description: z.string(),
    }),
  ),
});

export function configurationTable(pulumiYaml: string): string {
  const { config } = declarations.parse(parse(pulumiYaml));
  const rows = Object.entries(config).map(([key, setting]) => [
    `\`${key}\``,
    setting.type === "array" ? "list" : setting.type,
    `\`${typeof setting.default === "string" ? setting.default : JSON.stringify(setting.default)}\``,
    setting.description,
  ]);
  return table(["Key", "Type", "Default", "What it is"], rows);
}

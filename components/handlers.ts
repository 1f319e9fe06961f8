// All handlers that Pulumi's provider process can call, by group: the entry of the bundle `@stackschema/components`.
// Imports nothing of Pulumi.
export * as backups from "./backups/handlers";
export * as credentials from "./credentials/handlers";
export * as schema from "./schema/handlers";
export * as seeds from "./seeds/handlers";
export * as servers from "./servers/handlers";

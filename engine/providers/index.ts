// The clouds whose own objects are known, and which of them run a server: known by a role that only they have. Pure.
import type { ProviderFacts } from "../catalog/model";
import { alloydb } from "./alloydb";
import { azure } from "./azure";
import { cloudSql } from "./cloud-sql";
import type { ProviderProfile } from "./model";
import { neon } from "./neon";
import { rds } from "./rds";
import { supabase } from "./supabase";

export const profiles: readonly ProviderProfile[] = [azure, cloudSql, alloydb, rds, supabase, neon];

/** Roles to look for on a server. */
export const tellingRoles: readonly string[] = profiles.map(({ knownBy }) => knownBy);

/** Names of the profiles that fit a server with these roles. */
export function recognised(roles: readonly string[]): readonly string[] {
  return profiles.filter(({ knownBy }) => roles.includes(knownBy)).map(({ name }) => name);
}

export function profilesOf(facts: Pick<ProviderFacts, "names"> | undefined): readonly ProviderProfile[] {
  return profiles.filter(({ name }) => facts?.names.includes(name));
}

/** Postgres schemas that belong to the provider. */
export function providerSchemas(facts: Pick<ProviderFacts, "names"> | undefined): readonly string[] {
  return profilesOf(facts).flatMap(({ schemas }) => schemas);
}

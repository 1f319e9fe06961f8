// The desired side of a plan: the source as a catalog, and what becomes of the live catalog before the two are compared.
import type { Client } from "pg";
import type { SchemaRequest } from "./api";
import { type Catalog, currentRole } from "./catalog/model";
import { databaseKinds, withoutOthers } from "./catalog/of-database";
import { replaceRole } from "./catalog/roles";
import { type Creator, creatorOf } from "./creator";
import { equalise } from "./equalise";
import { groundOf } from "./ground";
import type { Draft } from "./plan/draft";
import type { DataDirective, Finding, Plan, Proof } from "./plan/model";
import { pendingMoves } from "./plan/strategies/extension-moves";
import { pendingRenames } from "./plan/strategies/renames";
import { prove } from "./proof";
import { type Given, leaveProvided, leftAlone, ownCatalog, withoutProvided } from "./providers/provided";
import { renameInScratch } from "./rename-in-scratch";
import { refuseEmptyNames, requireKnownScope } from "./scope";
import {
  cacheKey,
  type DesiredSource,
  loadDesired,
  type MadeBySource,
  type ScratchProvider,
  SourceCache,
  scratchProvider,
} from "./sources";
import { type ReadOptions, readCatalog } from "./sources/reader";
import { readOutside, surroundingsOf } from "./surroundings";
import { engineVersion } from "./version";

export interface Desired {
  readonly catalog: Catalog;
  /** What to read of the live database. */
  readonly read: Pick<ReadOptions, "scope" | "providerSchemas" | "creator">;
  /** Who makes what a plan makes; null where that is the login, and no server says who that is. */
  readonly creator: Creator | null;
  readonly findings: readonly Finding[];
  /** What the source says of rows that are there. */
  readonly directives: readonly DataDirective[];
  /** What was read without the objects of the database that are others' (decision 21). */
  own(read: Catalog): Catalog;
  /** Renames what the source says is renamed, and gives definitions that are equal to Postgres one text. */
  settle(live: Catalog): Promise<Settled>;
  /** Tries the plan on a copy of the live catalog as it was read. */
  prove(read: Catalog, wanted: Catalog, plan: Plan): Promise<Proved>;
  close(): Promise<void>;
}

export interface Proved {
  readonly proof: Proof | null;
  /** Why there is none. */
  readonly findings: readonly Finding[];
}

export interface Settled {
  readonly live: Catalog;
  readonly wanted: Catalog;
  readonly renameSteps: readonly Draft[];
  readonly findings: readonly Finding[];
}

/** @param client the target, or null while there is none */
export async function openDesired(
  request: SchemaRequest,
  major: number,
  client: Client | null,
): Promise<Desired> {
  const { source, cacheDirectory, target, scope } = request;
  refuseEmptyNames(scope);
  const ground = source.kind === "database" || client === null ? null : await groundOf(client);
  const scratch = scratchProvider({ spec: request.scratch ?? "auto", target, major, cacheDirectory });
  const unsetOwner = source.kind === "database" ? source.target.user : undefined;
  try {
    const loaded = await loadDesired({
      source,
      scratch,
      cacheDirectory,
      engineVersion,
      readCatalog: (reader, options) =>
        readCatalog(reader, { ...options, ...(unsetOwner === undefined ? {} : { unsetOwner }) }),
      ...(scope === undefined ? {} : { scope }),
      ...(client === null ? {} : { surroundings: (made) => surroundingsOf(client, made) }),
      ...(ground === null ? {} : { ground }),
    });
    if (scope !== undefined) await requireKnownScope(scope, loaded, client);
    const own = source.kind === "database" ? ownCatalog(loaded.catalog, scope) : loaded.catalog;
    const creator = client === null ? unasked(request) : await creatorOf(client, request, own.scope);
    const catalog = creator === null ? own : replaceRole(own, currentRole, creator.role);
    const desired = { ...loaded, catalog };
    return {
      catalog,
      creator,
      read: {
        scope: scope ?? (source.kind === "database" ? "all" : desired.declaredSchemas),
        providerSchemas: catalog.scope,
        ...(creator === null ? {} : { creator: creator.role }),
      },
      findings: [...desired.findings, ...(creator?.findings ?? [])],
      directives: desired.dataDirectives,
      own: (read) => ownObjects(read, catalog, source),
      settle: (live) => settle(live, desired, scratch, request, client),
      prove: (read, wanted, plan) =>
        client === null
          ? Promise.resolve({ proof: null, findings: [] })
          : proveOnce({ scratch, read, wanted, plan, request, client }),
      close: () => scratch.close(),
    };
  } catch (error) {
    await scratch.close();
    throw error;
  }
}

/** While there is no server. */
function unasked({ owner }: SchemaRequest): Creator | null {
  return owner === undefined ? null : { role: owner, as: owner, findings: [] };
}

async function settle(
  read: Catalog,
  desired: DesiredSource,
  scratch: ScratchProvider,
  request: SchemaRequest,
  client: Client | null,
): Promise<Settled> {
  const wanted = desired.catalog;
  const kept = ownPart(read, wanted, request.source);
  const renames = pendingRenames(desired.renames, kept.live, wanted);
  const renameSteps = [...renames.drafts, ...pendingMoves(kept.live, wanted, desired.renames)];
  const live =
    renameSteps.length === 0 || client === null
      ? kept.live
      : ownObjects(
          await rename(scratch, kept.live, renameSteps, wanted.scope, client),
          wanted,
          request.source,
        );
  return {
    live,
    wanted: await equalise(live, wanted, scratch, request),
    renameSteps,
    findings: [...kept.findings, ...renames.findings],
  };
}

async function rename(
  scratch: ScratchProvider,
  live: Catalog,
  renames: readonly Draft[],
  scope: readonly string[],
  client: Client,
): Promise<Catalog> {
  const outside = await readOutside(client, insideOf(live, scope));
  return renameInScratch(scratch, live, outside, renames, scope);
}

interface ToProve {
  readonly scratch: ScratchProvider;
  readonly read: Catalog;
  readonly wanted: Catalog;
  readonly plan: Plan;
  readonly request: SchemaRequest;
  readonly client: Client;
}

/** A plan that held is not tried again: the apply after a preview would start a scratch server for nothing. */
async function proveOnce({ scratch, read, wanted, plan, request, client }: ToProve): Promise<Proved> {
  const begin = performance.now();
  const { cacheDirectory, source } = request;
  const cache = new SourceCache(cacheDirectory);
  const key = cacheKey(["proof", plan.hash, plan.to, scratch.identity, engineVersion]);
  if ((await cache.getNote(key)) !== null) return { proof: { milliseconds: null }, findings: [] };
  const left = leftAlone(read, wanted, givenTo(source));
  // What only the provider's servers have cannot be copied, nor what only its superuser makes.
  const foreign = new Set([...left].filter((id) => /^(extension|event trigger) /.test(id)));
  const live = withoutProvided(read, foreign);
  const findings = await prove({
    scratch,
    live,
    wanted,
    plan,
    outside: () => readOutside(client, insideOf(live, wanted.scope)),
    settle: async (found, goal) => {
      const own = ownObjects(found, goal, source);
      const copied = withoutProvided({ ...own, server: { ...own.server, ...read.server } }, left);
      const kept = ownPart(copied, goal, source).live;
      return { live: kept, wanted: await equalise(kept, goal, scratch, request) };
    },
  });
  if (findings.length > 0) return { proof: null, findings };
  await cache.putNote(key, { proved: true });
  return { proof: { milliseconds: performance.now() - begin }, findings };
}

/** What is read of the database itself, so that no stub of it is needed. */
function insideOf(live: Catalog, scope: readonly string[]): MadeBySource {
  const extensions = [...live.objects.values()].flatMap(({ kind, path: [name = ""] }) =>
    kind === "extension" ? [name] : [],
  );
  const objects = [...live.objects.values()].flatMap(({ id, kind }) => (databaseKinds.has(kind) ? [id] : []));
  return { schemas: [...live.scope, ...scope], extensions, objects };
}

interface Kept {
  readonly live: Catalog;
  readonly findings: readonly Finding[];
}

const ownObjects = (live: Catalog, desired: Catalog, source: SchemaRequest["source"]): Catalog =>
  source.kind === "database" ? live : withoutOthers(live, desired);

/** Only a source of SQL is loaded on top of what the provider gives. */
const givenTo = (source: SchemaRequest["source"]): Given =>
  source.kind === "database" ? "left alone" : "compared";

function ownPart(read: Catalog, desired: Catalog, source: SchemaRequest["source"]): Kept {
  const live = leaveProvided(read, desired, givenTo(source));
  return source.kind === "database" ? { live, findings: [] } : withoutForeignExtensions(live, desired);
}

/** An extension that the source does not declare may be the provider's or the administrator's: it stays. */
function withoutForeignExtensions(live: Catalog, desired: Catalog): Kept {
  const objects = new Map(live.objects);
  const findings: Finding[] = [];
  for (const [id, object] of live.objects) {
    if (object.kind !== "extension" || desired.objects.has(id)) continue;
    objects.delete(id);
    if (!desired.scope.includes(object.attributes.schema)) continue;
    findings.push({
      level: "info",
      id: "undeclared-extension",
      object: id,
      message: `${id} is in the database and not in the source: it is left alone`,
    });
  }
  return { live: { ...live, objects }, findings };
}

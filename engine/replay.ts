// What the migrations make that count as applied, against what is there: they are run in a scratch database in their order.
// Writes scratch only.
import { DatabaseError } from "pg";
import type { Entry, FolderFile, JournalKind, TableShape } from "./adopt/journals/model";
import type { Replay } from "./adopt/model";
import { rolesIn, tableIdOf, topOf } from "./adopt/parts";
import type { ScratchSpec } from "./api";
import type { AnyObject, Catalog, Kind } from "./catalog/model";
import { databaseKinds } from "./catalog/of-database";
import { diffCatalogs } from "./diff";
import type { Target } from "./postgres/target";
import { inScratch, makeInScratch } from "./round-trip";
import { type ScratchProvider, scratchProvider } from "./sources";
import { readCatalog } from "./sources/reader";
import { splitFile } from "./sources/split";

interface ReplayRequest {
  readonly kind: JournalKind;
  readonly entries: readonly Entry[];
  readonly folder: readonly FolderFile[];
  readonly live: Catalog;
  /** Tables of journals: the tools make them. */
  readonly tables: readonly TableShape[];
  readonly request: {
    readonly target: Target;
    readonly scratch?: ScratchSpec;
    readonly cacheDirectory: string;
  };
}

/** Whose they are and who may see them is not what a migration is asked for here. */
const beside: ReadonlySet<Kind> = new Set<Kind>(["owner", "privilege", "default privilege", "extension"]);

/** null where the migrations are not SQL. */
export async function replay(asked: ReplayRequest): Promise<Replay | null> {
  const { kind, entries, folder, live, request } = asked;
  const migrations = kind.migrations(folder);
  if (migrations === null || migrations.some(({ sql }) => sql === null)) return null;
  const implied = kind.implied?.(entries, migrations, folder) ?? entries;
  const applied = new Set(implied.flatMap(({ key, state }) => (state === "applied" ? [key] : [])));
  const { target, cacheDirectory, scratch: spec = "auto" } = request;
  const scratch = scratchProvider({ spec, target, major: live.serverMajor, cacheDirectory });
  try {
    const texts = migrations.flatMap(({ key, label, sql }) =>
      applied.has(key) && sql !== null ? [{ label, sql }] : [],
    );
    const made = await run(scratch, texts, live);
    return typeof made === "string"
      ? { failure: made, missing: [], extra: [], different: [] }
      : compared(made, asked);
  } finally {
    await scratch.close();
  }
}

interface Text {
  readonly label: string;
  readonly sql: string;
}

/**
 * The catalog that they make, or where they fail. Once more where they do with the extensions of the live database, which the
 * loader of a scratch database may not make.
 */
async function run(
  scratch: ScratchProvider,
  migrations: readonly Text[],
  live: Catalog,
): Promise<Catalog | string> {
  const alone = await runIn(scratch, migrations, live, "from nothing");
  const isExtension = ({ kind }: AnyObject): boolean => kind === "extension";
  if (typeof alone !== "string" || ![...live.objects.values()].some(isExtension)) return alone;
  const helped = await runIn(scratch, migrations, live, "with extensions");
  return typeof helped === "string" ? alone : helped;
}

async function runIn(
  scratch: ScratchProvider,
  migrations: readonly Text[],
  live: Catalog,
  start: "from nothing" | "with extensions",
): Promise<Catalog | string> {
  return inScratch(scratch, async (place) => {
    await place.ensureRoles(rolesIn(live));
    if (start === "with extensions") await makeInScratch(place, onlyExtensions(live), "passed over");
    for (const { label, sql } of migrations) {
      try {
        for (const statement of statementsOf(label, sql)) await place.loader.query(statement);
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        return `${label}: ${error.message}`;
      }
    }
    return readCatalog(place.admin, { scope: live.scope, unsetOwner: place.loaderRole });
  });
}

/** One by one, for some may not run in a transaction with others; as a whole where they cannot be told apart. */
function statementsOf(file: string, text: string): readonly string[] {
  const { statements, problems } = splitFile({ file, text: text.replaceAll("\r\n", "\n") });
  return problems.length > 0 ? [text] : statements.map((statement) => statement.text);
}

/** With the Postgres schemas that they are in. */
function onlyExtensions(live: Catalog): Catalog {
  const schemas = new Set(
    [...live.objects.values()].flatMap((object) =>
      object.kind === "extension" ? [object.attributes.schema] : [],
    ),
  );
  const objects = [...live.objects].filter(
    ([
      ,
      {
        kind,
        path: [name = ""],
      },
    ]) => kind === "extension" || (kind === "schema" && schemas.has(name)),
  );
  return { ...live, objects: new Map(objects) };
}

function compared(made: Catalog, { live, tables }: ReplayRequest): Replay {
  const journals = new Set(tables.map(tableIdOf));
  const isAsked = (object: AnyObject, catalog: Catalog): boolean => {
    const top = topOf(object, catalog);
    const isJournals = journals.has(top.id) || isSequenceOf(top, journals, catalog);
    return (
      !beside.has(object.kind) && top.kind !== "extension" && !databaseKinds.has(top.kind) && !isJournals
    );
  };
  const only = (catalog: Catalog): Catalog => ({
    ...catalog,
    objects: new Map([...catalog.objects].filter(([, object]) => isAsked(object, catalog))),
  });
  const [before, after] = [only(live), only(made)];
  const changes = diffCatalogs(before, after);
  const named = (type: string, catalog: Catalog): readonly string[] =>
    changes
      .filter((change) => change.type === type)
      .map(({ id }) => id)
      // What goes with its table is not named beside it.
      .filter((id) => {
        const parent = catalog.objects.get(id)?.parent;
        return !parent || !changes.some((change) => change.type === type && change.id === parent);
      });
  return {
    failure: null,
    missing: named("create", after),
    extra: named("drop", before),
    different: named("alter", after),
  };
}

function isSequenceOf(top: AnyObject, tables: ReadonlySet<string>, { objects }: Catalog): boolean {
  if (top.kind !== "sequence" || top.attributes.ownedBy === null) return false;
  return tables.has(objects.get(top.attributes.ownedBy)?.parent ?? "");
}

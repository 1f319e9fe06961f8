// Statements that have no place in a source, by their leading words, and what to do instead. Pure.

const seeds =
  "A source declares the schema, not rows. Move it to a .sql file in the folder `seed` directly below the source, which " +
  "the schema does not read.";
const roles =
  "Roles belong to the stack's credentials, not to the source: remove it. A source only names roles; the stack makes them.";
const cluster =
  "It concerns the whole server, not one schema: remove it, and set it up where the server is made.";
const maintenance =
  "It changes how rows are stored, not the schema: remove it, and run it by hand where it is needed.";
const session = "It concerns one session, not the schema: remove it.";
const query =
  "It reads or runs something and declares nothing: remove it. Rows belong in the folder `seed` below the source.";

/** By the first word. */
export const refusedFirstWords: Readonly<Record<string, string>> = {
  insert: seeds,
  update: seeds,
  delete: seeds,
  merge: seeds,
  truncate: seeds,
  copy: `${seeds} With pg_dump, use --schema-only.`,
  select: query,
  values: query,
  with: query,
  table: query,
  call: query,
  execute: query,
  explain: query,
  show: session,
  prepare: session,
  deallocate: session,
  declare: session,
  fetch: session,
  move: session,
  close: session,
  listen: session,
  unlisten: session,
  notify: session,
  discard: session,
  lock: session,
  rollback: "It would undo statements of the source: remove it together with them.",
  abort: "It would undo statements of the source: remove it together with them.",
  savepoint: session,
  release: session,
  vacuum: maintenance,
  analyze: maintenance,
  analyse: maintenance,
  cluster: `${maintenance} ALTER TABLE … CLUSTER ON declares the order to keep.`,
  reindex: maintenance,
  repack: maintenance,
  checkpoint: cluster,
  load: cluster,
  reassign: roles,
  import: "Foreign tables are declared one by one: write CREATE FOREIGN TABLE for each.",
};

/** By the word after CREATE, ALTER, DROP or COMMENT ON. */
export const refusedKinds: Readonly<Record<string, string>> = {
  database: cluster,
  tablespace: cluster,
  system: cluster,
  role: roles,
  user: roles,
  group: roles,
  subscription:
    "A subscription connects to another server, mostly with a password, which a plan would show: make it where servers are " +
    "connected, not in a source.",
};

export const temporary = "A temporary object lives for one session: remove TEMPORARY, or the statement.";

export const renameAdvice =
  "A source declares the names that there shall be: write the new name where the object is made, and tell where it comes " +
  "from with a comment such as `-- rename: table app.old_name -> app.new_name`.";

export const moveAdvice =
  "A source declares what there shall be: make the object in the schema it belongs to.";

export const dropAdvice =
  "A source declares what there shall be. Leave out what shall not be there: the plan then drops it, once that is consented.";

export const extensionAdvice =
  "Only CREATE EXTENSION [IF NOT EXISTS] name [WITH] [SCHEMA name] [VERSION name] [CASCADE] and COMMENT ON EXTENSION " +
  "have a place in a source.";

// Alembic: alembic_version holds the current heads only; the folder's files say what comes before them (`down_revision`).
// What lies below a head is claimed to be applied. It keeps no checksum.
import {
  baseName,
  type Entry,
  type FolderFile,
  hasOnlyColumns,
  type JournalKind,
  type Migration,
  textOf,
} from "./model";

interface Revision {
  readonly id: string;
  readonly path: string;
  readonly below: readonly string[];
}

export const alembic: JournalKind = {
  id: "alembic",
  tool: "Alembic",
  isHistory: (table) => hasOnlyColumns(table, ["version_num"]),
  order: ["version_num"],
  entries: (rows) => rows.map(({ version_num: version }) => entry(version ?? "", version ?? "")),
  migrations: (files) => {
    const revisions = revisionsOf(files);
    if (revisions.length === 0) return null;
    return inOrder(revisions).map(
      ({ id, path }): Migration => ({ key: id, label: baseName(path), checksum: null, sql: null }),
    );
  },
  implied: (heads, _migrations, files) => {
    const revisions = new Map(revisionsOf(files).map((revision) => [revision.id, revision]));
    const below = new Map<string, Entry>();
    const visit = (id: string): void => {
      const revision = revisions.get(id);
      if (revision === undefined || below.has(id)) return;
      below.set(id, entry(id, baseName(revision.path)));
      for (const next of revision.below) visit(next);
    };
    for (const { key } of heads) visit(key);
    return [...heads.filter(({ key }) => !revisions.has(key)), ...below.values()];
  },
  retire: [
    "stop `alembic upgrade` in the pipeline and at the start of the application (also `flask db upgrade`)",
    "remove the folder versions and alembic.ini; SQLAlchemy's models stay, and `create_all()` must not be called",
  ],
  note: "The table holds the current version only: what was applied, when and in which order is not recorded.",
};

const entry = (key: string, label: string): Entry => ({ key, label, state: "applied", checksum: null });

function revisionsOf(files: readonly FolderFile[]): readonly Revision[] {
  return files.flatMap((file): Revision[] => {
    if (!file.path.endsWith(".py")) return [];
    const text = textOf(file);
    const [, id] = /^revision\s*(?::\s*[^=\n]+)?=\s*["']([^"']+)["']/m.exec(text) ?? [];
    const [, below = ""] = /^down_revision\s*(?::\s*[^=\n]+)?=\s*(\([^)]*\)|[^\n]*)/m.exec(text) ?? [];
    if (id === undefined) return [];
    return [
      { id, path: file.path, below: [...below.matchAll(/["']([^"']+)["']/g)].map(([, name = ""]) => name) },
    ];
  });
}

/** Each after all that it is based on. */
function inOrder(revisions: readonly Revision[]): readonly Revision[] {
  const known = new Map(revisions.map((revision) => [revision.id, revision]));
  const done = new Set<Revision>();
  const visit = (revision: Revision, above: ReadonlySet<string>): void => {
    if (done.has(revision) || above.has(revision.id)) return;
    for (const id of revision.below) {
      const next = known.get(id);
      if (next !== undefined) visit(next, new Set([...above, revision.id]));
    }
    done.add(revision);
  };
  for (const revision of revisions) visit(revision, new Set());
  return [...done];
}

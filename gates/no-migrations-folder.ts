// no-migrations-folder: the schema is written once, as it shall be.
import type { Gate } from "./framework/model";

/** Folders of migration tools, and what they leave behind. */
const folders = /(^|\/)(migrations?|db\/migrate|alembic|flyway|liquibase)$/i;
const files =
  /(^|\/)(_journal\.json|migration_lock\.toml|atlas\.sum|alembic\.ini|databasechangelog\.(xml|ya?ml|json)|[VUR]\d[\d._]*__[^/]+\.sql)$/;

export const noMigrationsFolder: Gate = {
  level: "mandatory",
  why: "two descriptions of one schema contradict each other sooner or later, and nobody knows which one was run",
  appliesTo: "folders of the project down to the third level, and all of the source",
  check: ({ papers }) =>
    papers.paths.flatMap((path) => {
      const isFolder = folders.test(path);
      if (!isFolder && !files.test(path)) return [];
      const what = isFolder ? "is a folder of migrations" : "belongs to a tool for migrations";
      return [
        {
          object: `path ${path}`,
          message: `${path} ${what}: the schema is declared in ${papers.source}, and the plan says how a database gets there. Remove it when its last change is in the source`,
          sql: null,
        },
      ];
    }),
};

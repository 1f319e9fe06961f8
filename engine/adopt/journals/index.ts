// Every kind of journal that is known, and which tables of a database are whose.
import { alembic } from "./alembic";
import { atlas } from "./atlas";
import { dbmate } from "./dbmate";
import { drizzle } from "./drizzle";
import { flyway } from "./flyway";
import { golangMigrate } from "./golang-migrate";
import { goose } from "./goose";
import { knex } from "./knex";
import { liquibase } from "./liquibase";
import type { JournalKind, TableShape } from "./model";
import { nodePgMigrate } from "./node-pg-migrate";
import { prisma } from "./prisma";
import { rails } from "./rails";

const journalKinds: readonly JournalKind[] = [
  drizzle,
  prisma,
  flyway,
  liquibase,
  atlas,
  knex,
  rails,
  alembic,
  golangMigrate,
  dbmate,
  goose,
  nodePgMigrate,
];

/** A journal that was found. */
export interface FoundJournal {
  readonly kind: JournalKind;
  readonly history: TableShape;
  readonly companions: readonly TableShape[];
}

/** Recognised by their columns; a name decides only between those who have the same. */
export function findJournals(tables: readonly TableShape[]): readonly FoundJournal[] {
  return tables.flatMap((table) => {
    const others = tables.filter((other) => other.schema === table.schema && other.name !== table.name);
    const kind = journalKinds.find((one) => one.isHistory(table, others));
    if (kind === undefined) return [];
    return [{ kind, history: table, companions: others.filter((other) => kind.isCompanion?.(other, table)) }];
  });
}

// A database with what others made in it, and a source for one Postgres schema of it.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ApplyRequest, applySchema, type PlannedSchema, planSchema } from "../../engine/index";
import type { Target } from "../../engine/postgres/target";
import { load } from "../support/corpus-databases";
import { type Major, sharedServer } from "../support/postgres";

export interface Place {
  readonly target: Target;
  run(sql: string): Promise<void>;
  request(source: string, rest?: Partial<ApplyRequest>): ApplyRequest;
  plan(source: string, rest?: Partial<ApplyRequest>): Promise<PlannedSchema>;
  apply(source: string, rest?: Partial<ApplyRequest>): Promise<void>;
}

/** @param sql what is there, run by a superuser */
export async function place(sql: string, major: Major = 17): Promise<Place> {
  const server = await sharedServer(major);
  const target = await server.createDatabase();
  await load(target, sql);
  const request = (source: string, rest: Partial<ApplyRequest> = {}): ApplyRequest => {
    const directory = mkdtempSync(path.join(tmpdir(), "stackschema-database-"));
    writeFileSync(path.join(directory, "source.sql"), source);
    return {
      target,
      source: { kind: "sql", path: path.join(directory, "source.sql") },
      scratch: { target: server.target },
      consents: [],
      cacheDirectory: path.join(directory, "cache"),
      scope: ["app"],
      ...rest,
    };
  };
  return {
    target,
    request,
    run: (text) => load(target, text),
    plan: (source, rest = {}) => planSchema(request(source, rest)),
    apply: async (source, rest = {}) => {
      await applySchema(request(source, rest));
    },
  };
}

export const statements = ({ plan }: PlannedSchema): readonly string[] => plan.steps.map(({ sql }) => sql);

export const complaints = ({ plan }: PlannedSchema): readonly string[] =>
  plan.findings.filter(({ level }) => level !== "info").map(({ id, message }) => `${id}: ${message}`);

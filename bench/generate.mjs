// Writes a schema of N tables as SQL files: 20 columns, a primary key, two indexes, a foreign key, a check and a policy each.
// `node bench/generate.mjs <tables> <directory> [percent of tables with one more column]`
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** @param {number} number @param {boolean} changed */
function table(number, changed) {
  const name = `bench.t${number}`;
  const parent = `bench.t${Math.max(0, number - 1)}`;
  return `CREATE TABLE ${name} (
  id bigint PRIMARY KEY,
  parent_id bigint REFERENCES ${parent} (id),
  name text NOT NULL,
  status text NOT NULL DEFAULT 'open',
  amount numeric(12,2) NOT NULL DEFAULT 0,
  quantity integer,
  metadata jsonb NOT NULL DEFAULT '{}',
  owner_id uuid,
  number text,
  title varchar(200),
  note text,
  is_active boolean NOT NULL DEFAULT true,
  weight double precision,
  price numeric(12,4),
  due date,
  starts_at timestamptz,
  tags text[],
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz${changed ? ",\n  added text" : ""},
  CONSTRAINT t${number}_amount_check CHECK (amount >= 0)
);
CREATE INDEX t${number}_created_at_idx ON ${name} (created_at);
CREATE INDEX t${number}_status_idx ON ${name} (status, owner_id) WHERE status <> 'closed';
ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
CREATE POLICY t${number}_owner ON ${name} USING (owner_id = current_setting('app.user_id')::uuid);
`;
}

const [tables = "1000", directory = ".", percent = "0"] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
writeFileSync(path.join(directory, "0-schema.sql"), "CREATE SCHEMA bench;\n");
const every = Number(percent) > 0 ? Math.round(100 / Number(percent)) : 0;
for (let number = 0; number < Number(tables); number += 1) {
  const isChanged = every > 0 && number % every === 0;
  writeFileSync(path.join(directory, `t${String(number).padStart(5, "0")}.sql`), table(number, isChanged));
}

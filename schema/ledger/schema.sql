-- One Postgres schema for the application `ledger`. The group roles ledger_rw and ledger_ro are made by
-- the stack; what each may do with a table stands in that table's file.
CREATE SCHEMA ledger;

COMMENT ON SCHEMA ledger IS 'Multi-tenant business database: one organisation sees its own rows only.';

GRANT USAGE ON SCHEMA ledger TO ledger_rw, ledger_ro;

-- 7 steps (1 outside a transaction): 1 table, 3 columns, 1 constraint, 1 index; blocks: reads and writes of table app.events; destroys: 2 (1 blocked)
-- plan c0ffee00
-- run it with: psql -X -v ON_ERROR_STOP=1 -f <this file>
SET check_function_bodies = off;
SET client_min_messages = warning;

BEGIN;
SET LOCAL lock_timeout = 3000;
SET LOCAL statement_timeout = 0;
ALTER TABLE app.customers ADD COLUMN phone text;
COMMIT;

SET lock_timeout = 0;
SET statement_timeout = 3600000;
CREATE INDEX CONCURRENTLY customers_phone ON app.customers USING btree (phone);
RESET lock_timeout;
RESET statement_timeout;

BEGIN;
SET LOCAL lock_timeout = 3000;
SET LOCAL statement_timeout = 0;
ALTER TABLE app.customers ADD CONSTRAINT customers_org_fkey FOREIGN KEY (org_id) REFERENCES app.orgs (id) NOT VALID;
COMMIT;

BEGIN;
SET LOCAL lock_timeout = 3000;
SET LOCAL statement_timeout = 0;
ALTER TABLE app.customers VALIDATE CONSTRAINT customers_org_fkey;
COMMIT;

BEGIN;
SET LOCAL lock_timeout = 3000;
SET LOCAL statement_timeout = 0;
ALTER TABLE app.events ALTER COLUMN id TYPE bigint;
COMMIT;

BEGIN;
SET LOCAL lock_timeout = 3000;
SET LOCAL statement_timeout = 0;
ALTER TABLE app.customers DROP COLUMN fax;
COMMIT;

BEGIN;
SET LOCAL lock_timeout = 3000;
SET LOCAL statement_timeout = 0;
-- BLOCKED, wants the consent: drop table app.old 00c0ffee
-- DROP TABLE app.old;
COMMIT;

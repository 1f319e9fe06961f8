-- 5 steps: 1 schema, 1 function, 1 table, 1 index, 1 comment; blocks: none; destroys: none
-- plan c0ffee00
-- run it with: psql -X -v ON_ERROR_STOP=1 -f <this file>
SET check_function_bodies = off;
SET client_min_messages = warning;

BEGIN;
SET LOCAL lock_timeout = 3000;
SET LOCAL statement_timeout = 0;
CREATE SCHEMA app;
CREATE TABLE app.orders (
  id uuid NOT NULL,
  total numeric(12,2) NOT NULL
);
CREATE INDEX orders_total ON app.orders USING btree (total);
CREATE FUNCTION app.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.at := now();

  return new;
end;
$function$;
COMMENT ON TABLE app.orders IS 'what was ordered';
COMMIT;

CREATE SCHEMA app;
CREATE FUNCTION app.tier_of(credit integer) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN credit > 1000 THEN 'gold' ELSE 'basic' END;
-- backfill: column app.customers.tier = app.tier_of(credit)
-- check: column app.customers.tier = tier IN ('gold', 'basic')
CREATE TABLE app.customers (
  id integer PRIMARY KEY,
  credit integer NOT NULL,
  tier text NOT NULL DEFAULT 'new'
);
CREATE INDEX customers_tier_idx ON app.customers (tier);

-- Trigger functions shared by several tables. Nobody calls them directly, so nobody may execute them.
-- What no function keeps stands with the columns: numeric with a CHECK (LEDGER-AMOUNT-1), metadata whose CHECK refuses keys
-- that have a column (LEDGER-AMOUNT-2).

CREATE FUNCTION ledger.set_updated_at() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION ledger.set_updated_at() IS 'Moves updated_at with every UPDATE. @guard updated-at';

-- The trigger's WHEN says which rows are posted; the function only refuses.
CREATE FUNCTION ledger.reject_posted_mutation() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION '%.% % is posted: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, OLD.id, TG_OP
    USING ERRCODE = 'restrict_violation',
          HINT = 'Post a document that reverses it.';
END
$$;

COMMENT ON FUNCTION ledger.reject_posted_mutation() IS 'Refuses UPDATE and DELETE of what has been posted. @guard posted';

-- The revoked privileges stop the application; this stops the owner and every other role as well (LEDGER-HISTORY-1).
CREATE FUNCTION ledger.reject_mutation() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;

COMMENT ON FUNCTION ledger.reject_mutation() IS 'Refuses UPDATE, DELETE and TRUNCATE on append-only tables. @guard append-only';

CREATE FUNCTION ledger.set_version() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION ledger.set_version() IS 'Moves version with every UPDATE.';

REVOKE ALL ON FUNCTION ledger.set_version() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.set_updated_at() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.reject_posted_mutation() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.reject_mutation() FROM PUBLIC;

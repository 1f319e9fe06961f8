-- What triggers keep. Nobody calls their functions directly, so nobody may execute them.
-- What needs none stands in schema.hcl: the index on lower(email) (LOGIN-PEOPLE-1), lengths of hashes (LOGIN-SECRETS-1),
-- the CHECK on status (LOGIN-PEOPLE-3), the view of what lets somebody in (LOGIN-SESSIONS-1).

CREATE FUNCTION login.set_updated_at() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION login.set_updated_at() IS 'Moves updated_at with every UPDATE. @guard updated-at';
REVOKE ALL ON FUNCTION login.set_updated_at() FROM PUBLIC;

CREATE TRIGGER set_updated_at BEFORE UPDATE ON login.users
  FOR EACH ROW EXECUTE FUNCTION login.set_updated_at();

-- Missing privileges stop the application; this stops the owner and every other role as well (LOGIN-HISTORY-1).
CREATE FUNCTION login.reject_mutation() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;

COMMENT ON FUNCTION login.reject_mutation() IS 'Refuses UPDATE, DELETE and TRUNCATE on append-only tables. @guard append-only';
REVOKE ALL ON FUNCTION login.reject_mutation() FROM PUBLIC;

CREATE TRIGGER reject_mutation BEFORE UPDATE OR DELETE ON login.attempts
  FOR EACH ROW EXECUTE FUNCTION login.reject_mutation();

CREATE TRIGGER reject_truncate BEFORE TRUNCATE ON login.attempts
  FOR EACH STATEMENT EXECUTE FUNCTION login.reject_mutation();

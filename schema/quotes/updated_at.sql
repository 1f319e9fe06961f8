-- Every table has the time of its last change. Nobody calls the function directly, so nobody may execute it.
CREATE FUNCTION quotes.set_updated_at() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION quotes.set_updated_at() IS 'Moves updated_at with every UPDATE. @guard updated-at';

REVOKE ALL ON FUNCTION quotes.set_updated_at() FROM PUBLIC;

CREATE TRIGGER set_updated_at BEFORE UPDATE ON quotes.organisations
  FOR EACH ROW EXECUTE FUNCTION quotes.set_updated_at();

CREATE TRIGGER set_updated_at BEFORE UPDATE ON quotes.users
  FOR EACH ROW EXECUTE FUNCTION quotes.set_updated_at();

CREATE TRIGGER set_updated_at BEFORE UPDATE ON quotes.customers
  FOR EACH ROW EXECUTE FUNCTION quotes.set_updated_at();

CREATE TRIGGER set_updated_at BEFORE UPDATE ON quotes.projects
  FOR EACH ROW EXECUTE FUNCTION quotes.set_updated_at();

CREATE TRIGGER set_updated_at BEFORE UPDATE ON quotes.rate_cards
  FOR EACH ROW EXECUTE FUNCTION quotes.set_updated_at();

CREATE TRIGGER set_updated_at BEFORE UPDATE ON quotes.rate_card_items
  FOR EACH ROW EXECUTE FUNCTION quotes.set_updated_at();

CREATE TRIGGER set_updated_at BEFORE UPDATE ON quotes.quotes
  FOR EACH ROW EXECUTE FUNCTION quotes.set_updated_at();

CREATE TRIGGER set_updated_at BEFORE UPDATE ON quotes.quote_lines
  FOR EACH ROW EXECUTE FUNCTION quotes.set_updated_at();

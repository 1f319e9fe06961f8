CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
COMMENT ON FUNCTION app.refuse() IS '@guard posted';
CREATE TABLE app.invoices (id int, status text CHECK (status IN ('draft', 'posted')), version int NOT NULL, posted_at timestamptz);
COMMENT ON TABLE app.invoices IS '@class document';
CREATE TRIGGER seal BEFORE UPDATE OR DELETE ON app.invoices FOR EACH ROW WHEN (OLD.status = 'posted') EXECUTE FUNCTION app.refuse();

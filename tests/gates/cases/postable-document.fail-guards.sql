-- expect: table app.a has no trigger (BEFORE UPDATE OR DELETE, each row) of a function with the tag `@guard posted`
-- expect: table app.b has no trigger (BEFORE UPDATE OR DELETE, each row) of a function with the tag `@guard posted`
-- expect: table app.c has no trigger (BEFORE UPDATE OR DELETE, each row) of a function with the tag `@guard posted`
CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
COMMENT ON FUNCTION app.refuse() IS '@guard posted';
CREATE TABLE app.a (id int, status text CHECK (status IN ('draft', 'posted')), version int NOT NULL);
CREATE TABLE app.b (LIKE app.a INCLUDING ALL);
CREATE TABLE app.c (LIKE app.a INCLUDING ALL);
COMMENT ON TABLE app.a IS '@class document';
COMMENT ON TABLE app.b IS '@class document';
COMMENT ON TABLE app.c IS '@class document';
CREATE TRIGGER seal BEFORE UPDATE OR DELETE ON app.a FOR EACH ROW WHEN (false) EXECUTE FUNCTION app.refuse();
CREATE TRIGGER seal BEFORE UPDATE OR DELETE ON app.b FOR EACH ROW WHEN (OLD.status = 'void') EXECUTE FUNCTION app.refuse();
CREATE TRIGGER seal BEFORE UPDATE OR DELETE ON app.c FOR EACH ROW WHEN (OLD.status = 'posted' AND OLD.id < 0)
  EXECUTE FUNCTION app.refuse();

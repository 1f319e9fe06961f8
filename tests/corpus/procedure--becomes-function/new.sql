CREATE SCHEMA app;
CREATE PROCEDURE app.a(x integer, INOUT y integer) LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN y := x + 1; END $$;
CREATE FUNCTION app.b(x integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN x; END $$;
GRANT EXECUTE ON PROCEDURE app.a(integer, integer) TO corpus_reader;
COMMENT ON PROCEDURE app.a(integer, integer) IS 'Copies one more';

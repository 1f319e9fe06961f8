CREATE SCHEMA app;
CREATE PROCEDURE app.a(x integer, INOUT y integer) LANGUAGE plpgsql AS $$ BEGIN y := x; END $$;
CREATE PROCEDURE app.b(x integer) LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
GRANT EXECUTE ON PROCEDURE app.a(integer, integer) TO corpus_reader;
COMMENT ON PROCEDURE app.a(integer, integer) IS 'Copies';

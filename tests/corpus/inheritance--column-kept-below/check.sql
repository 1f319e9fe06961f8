DO $$ BEGIN IF (SELECT string_agg(x, '' ORDER BY x) FROM app.c) <> 'cg' THEN RAISE EXCEPTION 'lost'; END IF; END $$;

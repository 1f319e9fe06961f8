DO $$ BEGIN IF (SELECT count(*) FROM app.p WHERE state = 'new') <> 4 THEN RAISE EXCEPTION 'state'; END IF; END $$;

DO $$ BEGIN IF (SELECT kept FROM app.d) <> 'k' OR (SELECT shared FROM app.e) <> 's' THEN RAISE EXCEPTION 'lost'; END IF; END $$;

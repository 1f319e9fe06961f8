DO $$ BEGIN ASSERT (SELECT (at).x = 1 AND (at).z IS NULL AND (path[1]).y = 4 FROM app.t); END $$;

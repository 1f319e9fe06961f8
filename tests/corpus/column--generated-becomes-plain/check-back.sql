DO $$ BEGIN ASSERT (SELECT bool_and(g = a * 2) FROM app.t); END $$;

DO $$ BEGIN ASSERT (SELECT n = 3 FROM app.b); END $$;

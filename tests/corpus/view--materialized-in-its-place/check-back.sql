DO $$ BEGIN ASSERT (SELECT s = 5050 FROM app.upon); END $$;

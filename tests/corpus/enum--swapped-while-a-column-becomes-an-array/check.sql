DO $$ BEGIN ASSERT (SELECT state = '{new}' FROM app.t); END $$;

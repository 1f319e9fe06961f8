DO $$ BEGIN ASSERT (SELECT s = 10100 FROM app.v), 'not the rows of the interrupted run'; END $$;

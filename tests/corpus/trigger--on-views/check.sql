INSERT INTO app.v VALUES (1, 'x');
DO $$ BEGIN ASSERT (SELECT count(*) = 1 FROM app.t); END $$;

INSERT INTO app.t (owner) VALUES ('a');
DO $$ BEGIN ASSERT (SELECT id = 1 FROM app.t); END $$;

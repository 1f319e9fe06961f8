INSERT INTO app.t (n) VALUES (3);
DO $$ BEGIN ASSERT (SELECT id > 9 FROM app.t WHERE n = 3); END $$;

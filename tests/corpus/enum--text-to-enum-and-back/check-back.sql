INSERT INTO app.t VALUES (3);
DO $$ BEGIN ASSERT (SELECT kind = 'a' FROM app.t WHERE id = 3); END $$;

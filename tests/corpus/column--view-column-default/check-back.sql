INSERT INTO app.v (a) VALUES ('x');
DO $$ BEGIN ASSERT (SELECT id = 9 AND b IS NULL FROM app.t); END $$;

INSERT INTO app.t (v) VALUES ('d');
DO $$ BEGIN ASSERT (SELECT id = 4 FROM app.t WHERE v = 'd'); END $$;

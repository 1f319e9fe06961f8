INSERT INTO app.t (v) VALUES ('c');
DO $$ BEGIN ASSERT (SELECT id > 2 FROM app.t WHERE v = 'c'); END $$;

DELETE FROM app.c;
DELETE FROM app.a;
DO $$ BEGIN ASSERT (SELECT count(*) = 0 FROM app.b), 'ON DELETE CASCADE must still hold'; END $$;

CALL app.add(2);
DO $$ BEGIN ASSERT app.total() = 7; END $$;

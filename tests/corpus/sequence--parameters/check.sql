DO $$ BEGIN ASSERT nextval('app.numbers') = 46; END $$;

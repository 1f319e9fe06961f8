DO $$ BEGIN ASSERT app.count_items() = 2; END $$;

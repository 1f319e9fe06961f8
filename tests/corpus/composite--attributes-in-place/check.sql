DO $$ BEGIN ASSERT app.line(ROW('a', 'b', 'de')::app.address) = 'ab'; END $$;

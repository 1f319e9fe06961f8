DO $$BEGIN ASSERT (SELECT "the amount" FROM app.orders WHERE id = 7) = '7,25'; END$$;

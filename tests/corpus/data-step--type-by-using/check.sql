DO $$BEGIN ASSERT (SELECT sum(amount) FROM app.orders) = 13.49; END$$;

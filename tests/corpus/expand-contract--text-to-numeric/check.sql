DO $$BEGIN ASSERT (SELECT sum("the amount") FROM app.orders) = 45313.50; END$$;

DO $$BEGIN ASSERT (SELECT string_agg(amount, ' ' ORDER BY id) FROM app.orders) = '12,50 0,99'; END$$;

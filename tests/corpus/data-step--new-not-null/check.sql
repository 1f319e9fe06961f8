DO $$BEGIN
  ASSERT (SELECT count(*) FROM app.customers WHERE tier = 'gold') = 1000;
  ASSERT (SELECT count(*) FROM app.customers WHERE tier = 'basic') = 1000;
END$$;

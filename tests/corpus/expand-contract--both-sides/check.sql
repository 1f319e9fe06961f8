DO $$BEGIN
  ASSERT (SELECT sum(amount) FROM app.orders) = 300 * 301 / 2 + 300;
  INSERT INTO app.orders (amount) VALUES (7);
  ASSERT (SELECT amount FROM app.orders WHERE id = 301) = 8;
  DELETE FROM app.orders WHERE id = 1;
  ASSERT (SELECT count(*) FROM app.lines WHERE order_id IS NULL) = 20;
END$$;

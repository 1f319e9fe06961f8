DO $$BEGIN
  ASSERT (SELECT count(*) FROM app.orders WHERE id IS NOT NULL) = 196;
  INSERT INTO app.orders (code) VALUES ('next');
  ASSERT (SELECT id FROM app.orders WHERE code = 'next') = 205;
END$$;

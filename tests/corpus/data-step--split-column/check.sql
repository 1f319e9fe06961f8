DO $$BEGIN
  ASSERT (SELECT count(*) FROM app.people WHERE first_name = 'A' || id AND last_name = 'van B' || id) = 300;
END$$;

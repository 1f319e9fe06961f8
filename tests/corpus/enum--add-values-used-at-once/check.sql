INSERT INTO app.jobs VALUES (3);
DO $$ BEGIN
  ASSERT (SELECT state = 'draft' FROM app.jobs WHERE id = 3);
  ASSERT enum_range(NULL::app.state)::text = '{draft,open,"in work",done,"it''s off"}';
END $$;

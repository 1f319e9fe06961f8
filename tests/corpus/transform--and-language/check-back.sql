DO $$ BEGIN ASSERT (SELECT lanvalidator = 0 FROM pg_language WHERE lanname = 'plmine'); END $$;

INSERT INTO app.customers (name) VALUES ('Edsger');
DO $$ BEGIN ASSERT (SELECT max(id) = 3 FROM app.customers); ASSERT app.total_of(1) = 10.5; END $$;

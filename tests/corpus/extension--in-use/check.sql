INSERT INTO app.people VALUES (3, 'Edsger', 'Edsger@Example.org');
DO $$ BEGIN ASSERT (SELECT email OPERATOR(app.=) 'edsger@example.ORG' FROM app.people WHERE id = 3); END $$;

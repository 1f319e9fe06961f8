INSERT INTO app.m_1 (id, at, note) VALUES (1, '2026-01-05', 'a');
INSERT INTO app.m_0 (id, at, note) VALUES (9, '2027-01-05', 'z');

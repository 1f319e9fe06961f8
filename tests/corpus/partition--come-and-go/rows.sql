INSERT INTO app.m VALUES (1, '2026-01-05', 'a'), (2, '2026-02-05', 'b');
INSERT INTO app.m_3 VALUES (3, '2026-03-05', 'c');

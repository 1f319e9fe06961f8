INSERT INTO app.m VALUES (3, '2026-03-05', 'c'), (4, '2026-04-05', 'd');
INSERT INTO app.m_2 VALUES (2, '2026-02-05', 'b');

-- Two customers, a rate card, and a project for each customer.
SELECT set_config('app.org_id', '0a000000-0000-4000-8000-000000000001', true);

INSERT INTO ledger.customers (org_id, id, number, name, email)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000301',
          'C-1001', 'Hafen Werft GmbH', 'einkauf@hafenwerft.example'),
         ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000302',
          'C-1002', 'Museum am Deich', 'verwaltung@museum.example')
  ON CONFLICT DO NOTHING;

INSERT INTO ledger.rate_cards (org_id, id, name, status, valid_from)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000401',
          'Standard', 'active', '2026-01-01')
  ON CONFLICT DO NOTHING;

INSERT INTO ledger.rate_card_items (org_id, id, rate_card_id, code, description, unit, unit_price)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000411',
          '0a000000-0000-4000-8000-000000000401', 'DESIGN', 'Design', 'hour', 110),
         ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000412',
          '0a000000-0000-4000-8000-000000000401', 'WORKSHOP', 'Workshop on site', 'day', 980)
  ON CONFLICT DO NOTHING;

INSERT INTO ledger.projects (org_id, id, customer_id, rate_card_id, code, name, status, starts_on, budget)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000501',
          '0a000000-0000-4000-8000-000000000301', '0a000000-0000-4000-8000-000000000401',
          'WERFT-26', 'Signage of the yard', 'active', '2026-03-02', 18000),
         ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000502',
          '0a000000-0000-4000-8000-000000000302', '0a000000-0000-4000-8000-000000000401',
          'DEICH-26', 'Exhibition on tides', 'planned', '2026-09-01', 42000)
  ON CONFLICT DO NOTHING;

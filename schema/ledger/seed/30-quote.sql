-- One quote that is a draft still, with its lines.
SELECT set_config('app.org_id', '0a000000-0000-4000-8000-000000000001', true);

INSERT INTO ledger.quotes (org_id, id, customer_id, project_id, rate_card_id, number)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000601',
          '0a000000-0000-4000-8000-000000000302', '0a000000-0000-4000-8000-000000000502',
          '0a000000-0000-4000-8000-000000000401', 'Q-2026-001')
  ON CONFLICT DO NOTHING;

INSERT INTO ledger.quote_lines (org_id, id, quote_id, rate_card_item_id, position, description, quantity, unit_price)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000611',
          '0a000000-0000-4000-8000-000000000601', '0a000000-0000-4000-8000-000000000411',
          1, 'Concept and drafts', 60, 110),
         ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000612',
          '0a000000-0000-4000-8000-000000000601', '0a000000-0000-4000-8000-000000000412',
          2, 'Two workshops with the curators', 2, 980)
  ON CONFLICT (org_id, id) DO NOTHING;

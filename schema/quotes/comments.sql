-- What each table is, with its class. Drizzle has no comments.
COMMENT ON SCHEMA quotes IS 'Offers to customers: one organisation sees its own rows only.';

COMMENT ON TABLE quotes.organisations IS 'Tenants. @class truth @tenant id';
COMMENT ON COLUMN quotes.organisations.slug IS 'Name in addresses: lower case, digits, dashes.';
COMMENT ON COLUMN quotes.organisations.base_currency IS 'ISO 4217 code of the prices, where nothing else is said.';
COMMENT ON COLUMN quotes.organisations.metadata IS 'What integrations attach; never read by the application. @holds metadata';

COMMENT ON TABLE quotes.users IS 'Those who write quotes for an organisation. @class truth';
COMMENT ON COLUMN quotes.users.email IS 'Unique within the organisation, without regard to case.';
COMMENT ON COLUMN quotes.users.role IS 'admin: also users and rate cards; member: quotes; reader: nothing is changed.';
COMMENT ON COLUMN quotes.users.metadata IS 'What integrations attach; never read by the application. @holds metadata';

COMMENT ON TABLE quotes.customers IS 'Those the organisation makes offers to. @class truth';
COMMENT ON COLUMN quotes.customers.number IS 'As printed on quotes.';
COMMENT ON COLUMN quotes.customers.metadata IS 'What integrations attach; never read by the application. @holds metadata';

COMMENT ON TABLE quotes.projects IS 'Work for a customer that quotes are written for. @class truth';
COMMENT ON COLUMN quotes.projects.budget IS 'In the currency of the customer; null: none agreed.';
COMMENT ON COLUMN quotes.projects.metadata IS 'What integrations attach; never read by the application. @holds metadata';

COMMENT ON TABLE quotes.rate_cards IS 'Price lists for work. @class truth';
COMMENT ON COLUMN quotes.rate_cards.valid_until IS 'Last day; null: open.';

COMMENT ON TABLE quotes.rate_card_items IS 'One price of a rate card. @class truth';
COMMENT ON COLUMN quotes.rate_card_items.unit_price IS 'In the currency of the card, without tax.';

COMMENT ON TABLE quotes.quotes IS 'Offers to customers; their total is the sum of the lines. @class truth';
COMMENT ON COLUMN quotes.quotes.author_id IS 'Who wrote it.';
COMMENT ON COLUMN quotes.quotes.issued_on IS 'Set when the quote leaves draft.';
COMMENT ON COLUMN quotes.quotes.metadata IS 'What integrations attach; never read by the application. @holds metadata';

COMMENT ON TABLE quotes.quote_lines IS 'The lines of a quote. @class truth';
COMMENT ON COLUMN quotes.quote_lines.unit_price IS 'Copied from the rate card, so that later prices change no quote.';
COMMENT ON COLUMN quotes.quote_lines.net_amount IS 'Computed: quantity, price and discount, without tax.';

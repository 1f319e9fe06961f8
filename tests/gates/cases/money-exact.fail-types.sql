-- expect: column app.t.amounts is double precision[], not numeric
-- expect: column app.t.amount_eur is double precision, not numeric
-- expect: column app.t.total_amount_cents is real, not numeric
-- expect: column app.t.tax is double precision, not numeric
-- expect: column app.t.discount is real, not numeric
-- expect: column app.t.payment is double precision, not numeric
-- expect: column app.t.price is app.eur over double precision, not numeric; it has no CHECK
-- expect: column app.t.prices is app.eur[] over double precision, not numeric
-- expect: column app.t.fees is real[], not numeric; it has no CHECK
-- expect: column app.t.cost is text, not numeric; it has no CHECK
CREATE DOMAIN app.eur AS double precision CHECK (VALUE >= 0);
CREATE TABLE app.t (amounts double precision[], amount_eur double precision, total_amount_cents real, tax double precision,
  discount real, payment double precision, price app.eur, prices app.eur[], fees real[], cost text);
-- expect: column app.w.price has no CHECK that says which amounts there may be
CREATE TABLE app.w (price numeric(18, 2) CHECK (price IS NOT NULL));

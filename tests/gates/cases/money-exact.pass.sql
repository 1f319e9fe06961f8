CREATE DOMAIN app.euros AS numeric(18, 2) CHECK (VALUE >= 0);
CREATE TABLE app.t (net_amount numeric CHECK (net_amount >= 0), tax_amount app.euros,
  gross_amount numeric GENERATED ALWAYS AS (net_amount * 2) STORED, total_id uuid, is_total boolean, price_count integer);
CREATE TABLE app.u (total integer);
COMMENT ON COLUMN app.u.total IS 'Pieces. @holds quantity';
CREATE DOMAIN app.prices AS app.euros;
CREATE TABLE app.w (price app.prices, amounts numeric[] CHECK (0 <= ALL (amounts)), tax_id text, net_weight real,
  total_amount_cents bigint, cost_share real, discounts app.euros[]);
COMMENT ON COLUMN app.w.cost_share IS 'Between 0 and 1. @holds share';

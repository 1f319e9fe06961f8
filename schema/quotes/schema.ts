// The application `quotes`, declared in Drizzle: what is offered to customers, and at which prices. What Drizzle has no word
// for stands beside it in SQL: comments, grants, forced row security and triggers. CONTRACT.md tells what may be relied on.
import { type SQL, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgPolicy,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

export const quotesSchema = pgSchema("quotes");

const instant = (name: string) => timestamp(name, { withTimezone: true }).notNull().defaultNow();
/** Exact (QUOTES-PRICE-1). */
const money = (name: string) => numeric(name, { precision: 18, scale: 2 });
const currency = (name = "currency") => text(name).notNull().default("EUR");
const metadata = () => jsonb("metadata").notNull().default({});

/** Of every table but the organisations: its tenant, and an id unique within it. Foreign keys name both (QUOTES-TENANT-3). */
const tenantKey = () => ({
  orgId: uuid("org_id").notNull(),
  id: uuid("id").notNull().defaultRandom(),
});

const times = () => ({ createdAt: instant("created_at"), updatedAt: instant("updated_at") });

const currentOrganisation = sql.raw("nullif(current_setting('app.org_id', true), '')::uuid");

/** One organisation sees and changes its own rows only (QUOTES-TENANT-1), and nobody without one (QUOTES-TENANT-2). */
const tenant = (column: AnyPgColumn | SQL) =>
  pgPolicy("tenant", {
    using: sql`${column} = ${currentOrganisation}`,
    withCheck: sql`${column} = ${currentOrganisation}`,
  });

const notBlank = (name: string, column: AnyPgColumn) => check(name, sql`btrim(${column}) <> ''`);
const isEmail = (name: string, column: AnyPgColumn) =>
  check(name, sql`${column} ~ '^[^@[:space:]]+@[^@[:space:]]+$'`);
const isCurrency = (name: string, column: AnyPgColumn) => check(name, sql`${column} ~ '^[A-Z]{3}$'`);

/** What the application has columns for, and integrations therefore may not attach (QUOTES-PRICE-3). */
const keysWithColumns =
  "amount, balance, currency, customer_id, discount, org_id, price, quantity, status, tax, total".split(", ");
const isMetadata = (table: string, column: AnyPgColumn) => [
  check(`${table}_metadata_check`, sql`jsonb_typeof(${column}) = 'object'`),
  check(
    `${table}_metadata_keys_check`,
    sql`NOT ${column} ?| ARRAY[${sql.raw(keysWithColumns.map((key) => `'${key}'`).join(", "))}]`,
  ),
];

const oneOf = (name: string, column: AnyPgColumn, values: readonly string[]) =>
  check(name, sql`${column} IN (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`);

/** The tenants. An organisation is its own tenant, so its id plays the part of org_id. */
export const organisations = quotesSchema.table(
  "organisations",
  {
    id: uuid("id").notNull().defaultRandom(),
    name: text("name").notNull(),
    slug: text("slug").notNull(),
    status: text("status").notNull().default("active"),
    baseCurrency: currency("base_currency"),
    metadata: metadata(),
    ...times(),
  },
  (t) => [
    primaryKey({ name: "organisations_pkey", columns: [t.id] }),
    unique("organisations_slug_key").on(t.slug),
    notBlank("organisations_name_check", t.name),
    check("organisations_slug_check", sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
    oneOf("organisations_status_check", t.status, ["active", "suspended", "closed"]),
    isCurrency("organisations_base_currency_check", t.baseCurrency),
    ...isMetadata("organisations", t.metadata),
    index("organisations_created_at_idx").on(t.createdAt),
    index("organisations_status_idx").on(t.status),
    tenant(t.id),
  ],
);

/** Those who write quotes for an organisation. */
export const users = quotesSchema.table(
  "users",
  {
    ...tenantKey(),
    email: text("email").notNull(),
    displayName: text("display_name").notNull(),
    role: text("role").notNull().default("member"),
    status: text("status").notNull().default("active"),
    metadata: metadata(),
    ...times(),
  },
  (t) => [
    primaryKey({ name: "users_pkey", columns: [t.orgId, t.id] }),
    foreignKey({ name: "users_org_fkey", columns: [t.orgId], foreignColumns: [organisations.id] }),
    isEmail("users_email_check", t.email),
    notBlank("users_display_name_check", t.displayName),
    oneOf("users_role_check", t.role, ["admin", "member", "reader"]),
    oneOf("users_status_check", t.status, ["active", "disabled"]),
    ...isMetadata("users", t.metadata),
    uniqueIndex("users_email_key").on(t.orgId, sql`lower(${t.email})`),
    index("users_created_at_idx").on(t.orgId, t.createdAt),
    index("users_status_idx").on(t.orgId, t.status),
    tenant(t.orgId),
  ],
);

/** Those the organisation makes offers to. */
export const customers = quotesSchema.table(
  "customers",
  {
    ...tenantKey(),
    number: text("number").notNull(),
    name: text("name").notNull(),
    email: text("email"),
    taxNumber: text("tax_number"),
    status: text("status").notNull().default("active"),
    currency: currency(),
    metadata: metadata(),
    ...times(),
  },
  (t) => [
    primaryKey({ name: "customers_pkey", columns: [t.orgId, t.id] }),
    unique("customers_number_key").on(t.orgId, t.number),
    foreignKey({ name: "customers_org_fkey", columns: [t.orgId], foreignColumns: [organisations.id] }),
    notBlank("customers_name_check", t.name),
    isEmail("customers_email_check", t.email),
    oneOf("customers_status_check", t.status, ["lead", "active", "blocked", "archived"]),
    isCurrency("customers_currency_check", t.currency),
    ...isMetadata("customers", t.metadata),
    index("customers_created_at_idx").on(t.orgId, t.createdAt),
    index("customers_status_idx").on(t.orgId, t.status),
    index("customers_name_idx").on(t.orgId, sql`lower(${t.name})`),
    tenant(t.orgId),
  ],
);

/** Work for a customer that quotes are written for. */
export const projects = quotesSchema.table(
  "projects",
  {
    ...tenantKey(),
    customerId: uuid("customer_id").notNull(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    status: text("status").notNull().default("planned"),
    startsOn: date("starts_on"),
    endsOn: date("ends_on"),
    budget: money("budget"),
    metadata: metadata(),
    ...times(),
  },
  (t) => [
    primaryKey({ name: "projects_pkey", columns: [t.orgId, t.id] }),
    unique("projects_code_key").on(t.orgId, t.code),
    foreignKey({ name: "projects_org_fkey", columns: [t.orgId], foreignColumns: [organisations.id] }),
    foreignKey({
      name: "projects_customer_fkey",
      columns: [t.orgId, t.customerId],
      foreignColumns: [customers.orgId, customers.id],
    }),
    notBlank("projects_name_check", t.name),
    oneOf("projects_status_check", t.status, ["planned", "active", "done", "cancelled"]),
    check("projects_dates_check", sql`${t.endsOn} >= ${t.startsOn}`),
    check("projects_budget_check", sql`${t.budget} >= 0`),
    ...isMetadata("projects", t.metadata),
    index("projects_created_at_idx").on(t.orgId, t.createdAt),
    index("projects_status_idx").on(t.orgId, t.status),
    index("projects_customer_idx").on(t.orgId, t.customerId),
    tenant(t.orgId),
  ],
);

/** Price lists for work. */
export const rateCards = quotesSchema.table(
  "rate_cards",
  {
    ...tenantKey(),
    name: text("name").notNull(),
    status: text("status").notNull().default("draft"),
    currency: currency(),
    validFrom: date("valid_from").notNull(),
    validUntil: date("valid_until"),
    ...times(),
  },
  (t) => [
    primaryKey({ name: "rate_cards_pkey", columns: [t.orgId, t.id] }),
    unique("rate_cards_name_key").on(t.orgId, t.name, t.validFrom),
    foreignKey({ name: "rate_cards_org_fkey", columns: [t.orgId], foreignColumns: [organisations.id] }),
    notBlank("rate_cards_name_check", t.name),
    oneOf("rate_cards_status_check", t.status, ["draft", "active", "retired"]),
    isCurrency("rate_cards_currency_check", t.currency),
    check("rate_cards_validity_check", sql`${t.validUntil} >= ${t.validFrom}`),
    index("rate_cards_created_at_idx").on(t.orgId, t.createdAt),
    index("rate_cards_status_idx").on(t.orgId, t.status),
    tenant(t.orgId),
  ],
);

/** One price of a rate card. */
export const rateCardItems = quotesSchema.table(
  "rate_card_items",
  {
    ...tenantKey(),
    rateCardId: uuid("rate_card_id").notNull(),
    code: text("code").notNull(),
    description: text("description").notNull().default(""),
    unit: text("unit").notNull().default("hour"),
    unitPrice: numeric("unit_price", { precision: 18, scale: 4 }).notNull(),
    ...times(),
  },
  (t) => [
    primaryKey({ name: "rate_card_items_pkey", columns: [t.orgId, t.id] }),
    unique("rate_card_items_code_key").on(t.orgId, t.rateCardId, t.code),
    foreignKey({ name: "rate_card_items_org_fkey", columns: [t.orgId], foreignColumns: [organisations.id] }),
    foreignKey({
      name: "rate_card_items_rate_card_fkey",
      columns: [t.orgId, t.rateCardId],
      foreignColumns: [rateCards.orgId, rateCards.id],
    }).onDelete("cascade"),
    oneOf("rate_card_items_unit_check", t.unit, ["hour", "day", "month", "piece", "flat"]),
    check("rate_card_items_unit_price_check", sql`${t.unitPrice} >= 0`),
    index("rate_card_items_created_at_idx").on(t.orgId, t.createdAt),
    tenant(t.orgId),
  ],
);

/** Offers to customers; their total is the sum of the lines. */
export const quotes = quotesSchema.table(
  "quotes",
  {
    ...tenantKey(),
    customerId: uuid("customer_id").notNull(),
    projectId: uuid("project_id"),
    rateCardId: uuid("rate_card_id"),
    authorId: uuid("author_id").notNull(),
    number: text("number").notNull(),
    status: text("status").notNull().default("draft"),
    currency: currency(),
    issuedOn: date("issued_on"),
    validUntil: date("valid_until"),
    metadata: metadata(),
    ...times(),
  },
  (t) => [
    primaryKey({ name: "quotes_pkey", columns: [t.orgId, t.id] }),
    unique("quotes_number_key").on(t.orgId, t.number),
    foreignKey({ name: "quotes_org_fkey", columns: [t.orgId], foreignColumns: [organisations.id] }),
    foreignKey({
      name: "quotes_customer_fkey",
      columns: [t.orgId, t.customerId],
      foreignColumns: [customers.orgId, customers.id],
    }),
    foreignKey({
      name: "quotes_project_fkey",
      columns: [t.orgId, t.projectId],
      foreignColumns: [projects.orgId, projects.id],
    }),
    foreignKey({
      name: "quotes_rate_card_fkey",
      columns: [t.orgId, t.rateCardId],
      foreignColumns: [rateCards.orgId, rateCards.id],
    }),
    foreignKey({
      name: "quotes_author_fkey",
      columns: [t.orgId, t.authorId],
      foreignColumns: [users.orgId, users.id],
    }),
    oneOf("quotes_status_check", t.status, ["draft", "sent", "accepted", "declined", "expired"]),
    isCurrency("quotes_currency_check", t.currency),
    // QUOTES-PRICE-4
    check("quotes_issued_check", sql`${t.status} = 'draft' OR ${t.issuedOn} IS NOT NULL`),
    check("quotes_validity_check", sql`${t.validUntil} >= ${t.issuedOn}`),
    ...isMetadata("quotes", t.metadata),
    index("quotes_created_at_idx").on(t.orgId, t.createdAt),
    index("quotes_status_idx").on(t.orgId, t.status),
    index("quotes_customer_idx").on(t.orgId, t.customerId),
    index("quotes_project_idx").on(t.orgId, t.projectId),
    index("quotes_rate_card_idx").on(t.orgId, t.rateCardId),
    index("quotes_author_idx").on(t.orgId, t.authorId),
    index("quotes_open_idx").on(t.orgId, t.validUntil).where(sql`${t.status} = 'sent'`),
    tenant(t.orgId),
  ],
);

/** The lines of a quote, with the prices they were written with (QUOTES-PRICE-2). */
export const quoteLines = quotesSchema.table(
  "quote_lines",
  {
    ...tenantKey(),
    quoteId: uuid("quote_id").notNull(),
    rateCardItemId: uuid("rate_card_item_id"),
    position: integer("position").notNull(),
    description: text("description").notNull(),
    quantity: numeric("quantity", { precision: 18, scale: 4 }).notNull(),
    unitPrice: numeric("unit_price", { precision: 18, scale: 4 }).notNull(),
    discountPercent: numeric("discount_percent", { precision: 5, scale: 2 }).notNull().default("0"),
    netAmount: money("net_amount")
      .notNull()
      .generatedAlwaysAs(sql`round(quantity * unit_price * (1 - discount_percent / 100), 2)`),
    ...times(),
  },
  (t) => [
    primaryKey({ name: "quote_lines_pkey", columns: [t.orgId, t.id] }),
    unique("quote_lines_position_key").on(t.orgId, t.quoteId, t.position),
    foreignKey({ name: "quote_lines_org_fkey", columns: [t.orgId], foreignColumns: [organisations.id] }),
    foreignKey({
      name: "quote_lines_quote_fkey",
      columns: [t.orgId, t.quoteId],
      foreignColumns: [quotes.orgId, quotes.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "quote_lines_rate_card_item_fkey",
      columns: [t.orgId, t.rateCardItemId],
      foreignColumns: [rateCardItems.orgId, rateCardItems.id],
    }),
    check("quote_lines_position_check", sql`${t.position} > 0`),
    notBlank("quote_lines_description_check", t.description),
    check("quote_lines_quantity_check", sql`${t.quantity} > 0`),
    check("quote_lines_unit_price_check", sql`${t.unitPrice} >= 0`),
    check("quote_lines_discount_check", sql`${t.discountPercent} BETWEEN 0 AND 100`),
    index("quote_lines_created_at_idx").on(t.orgId, t.createdAt),
    index("quote_lines_rate_card_item_idx").on(t.orgId, t.rateCardItemId),
    tenant(t.orgId),
  ],
);

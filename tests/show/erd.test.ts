// Diagrams from catalogs made by hand: what is in them, Mermaid's text, and drawings that are well-formed whatever things are called.
import { describe, expect, it } from "vitest";
import { onlyKeys } from "../../cli/erd/keys";
import { layOut } from "../../cli/erd/layout";
import { diagramPage } from "../../cli/erd/page";
import { diagramSvg } from "../../cli/erd/svg";
import { objectId } from "../../engine/catalog/names";
import { catalogDiagram, planDiagram } from "../../engine/show/diagram/build";
import { diagramMermaid } from "../../engine/show/diagram/mermaid";
import { referencedColumns, shortType } from "../../engine/show/diagram/types";
import * as make from "../support/catalogs";
import { planOf, step } from "../support/steps";
import { elementsOf } from "../support/xml";

const customers = [
  make.table("customers"),
  make.column("customers", "id", { type: "bigint", notNull: true }),
  make.column("customers", "email", "character varying(200)"),
  make.primaryKey("customers"),
  make.unique("customers", "customers_email_key", ["email"]),
];
const orders = [
  make.table("orders"),
  make.column("orders", "id", { type: "bigint", notNull: true }),
  make.column("orders", "customer_id", { type: "bigint", notNull: true }),
  make.column("orders", "follows_id", "bigint"),
  make.primaryKey("orders"),
  make.foreignKey("orders", "orders_customer_fkey", "customer_id", "customers"),
  make.foreignKey("orders", "orders_follows_fkey", "follows_id", "orders"),
];
const shop = make.catalogOf([...customers, ...orders, make.enumOf("state", ["new", "it's done"])]);

describe("the diagram of a schema", () => {
  it("has keys, short types, and how many rows belong together", () => {
    const { boxes, lines, schemas } = catalogDiagram(shop);
    expect(schemas).toEqual(["app"]);
    expect(boxes.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      "table customers",
      "table orders",
      "enum state",
    ]);
    expect(boxes[0]?.rows.map(({ name, type, keys }) => `${name} ${type} ${keys}`)).toEqual([
      "id bigint PK",
      "email varchar(200)? UK",
    ]);
    expect(lines).toMatchObject([
      {
        from: "table app.orders",
        to: "table app.customers",
        fromRow: 1,
        toRow: 0,
        source: "many",
        target: "one",
      },
      { from: "table app.orders", to: "table app.orders", fromRow: 2, toRow: 0, target: "none or one" },
    ]);
  });

  it("folds partitions into their table", () => {
    const parted = make.catalogOf([
      make.table("events", { partitionKey: "RANGE (at)" }),
      make.column("events", "at", "date"),
      make.table("events_1"),
      make.column("events_1", "at", "date"),
      make.attachment("events_1", "events", "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"),
    ]);
    const { boxes } = catalogDiagram(parted);
    expect(boxes.map(({ name, subtitle }) => `${name}: ${subtitle}`)).toEqual([
      "events: by RANGE (at), 1 partition",
    ]);
  });

  it("draws no line to what nearly all refer to, and says it in the rows", () => {
    const many = Array.from({ length: 9 }, (_, number) => [
      make.table(`t${number}`),
      make.column(`t${number}`, "customer_id", "bigint"),
      make.foreignKey(`t${number}`, `t${number}_fkey`, "customer_id", "customers"),
    ]);
    const { boxes, lines } = catalogDiagram(make.catalogOf([...customers, ...many.flat()]));
    expect(lines.filter(({ isDrawn }) => isDrawn)).toEqual([]);
    expect(boxes.at(-1)?.rows[0]?.to).toBe("customers");
  });

  it("reads the columns that a foreign key refers to, however they are quoted", () => {
    const key = make.foreignKey("orders", "odd", "customer_id", "customers", {
      columns: ["org", 'cust"id'],
      definition:
        'FOREIGN KEY (org, "cust""id") REFERENCES app.customers("Org, id", "i""d") ON DELETE CASCADE',
    }).object;
    if (key.kind !== "constraint") throw new Error("a foreign key is a constraint");
    expect(referencedColumns(key)).toEqual(["Org, id", 'i"d']);
    expect(shortType("app.state[]", "app")).toBe("state[]");
    expect(shortType("timestamp(3) with time zone[]", "app")).toBe("timestamptz(3)[]");
  });
});

describe("the diagram of a plan", () => {
  const live = make.catalogOf([
    ...customers,
    make.column("customers", "fax", "text"),
    make.column("customers", "age", "integer"),
    make.table("gone"),
    make.column("gone", "id", "integer"),
  ]);
  const desired = make.catalogOf([...customers, make.column("customers", "age", "bigint"), ...orders]);
  const diagram = planDiagram(live, desired, planOf([]).steps);

  it("marks what is added, changed and dropped", () => {
    expect(diagram.boxes.map(({ name, mark }) => `${name} ${mark}`)).toEqual([
      "customers changed",
      "gone dropped",
      "orders added",
    ]);
    expect(
      diagram.boxes[0]?.rows.map(({ name, mark, formerType }) => `${name} ${mark} ${formerType}`),
    ).toEqual(["id same null", "email same null", "fax dropped null", "age changed integer?"]);
    expect(diagram.lines.map(({ mark }) => mark)).toEqual(["added", "added"]);
  });

  it("says what a renamed column was called", () => {
    const renamed = step("ALTER TABLE app.customers RENAME COLUMN mail TO email", {
      object: objectId("column", ["app", "customers", "email"]),
      cause: "renamed in the source from column app.customers.mail",
    });
    const { boxes } = planDiagram(shop, shop, [renamed]);
    expect(boxes[0]?.rows[1]).toMatchObject({ name: "email", formerName: "mail", mark: "changed" });
  });

  it("shows marks by colour, sign and word, with a legend", async () => {
    const svg = await diagramSvg(diagram, "Plan");
    elementsOf(svg);
    expect(svg).toContain("the plan: 1 added, 1 changed, 1 dropped");
    for (const [mark, sign] of Object.entries({ added: "+", changed: "~", dropped: "−" })) {
      expect(svg).toContain(`class="entity table ${mark}"`);
      expect(svg).toMatch(new RegExp(`class="small word ${mark}"[^>]*>\\${sign} ${mark}<`));
      expect(svg).toMatch(new RegExp(`class="sign word ${mark}"[^>]*>\\${sign}<`));
    }
    expect(svg).toContain(">integer? → bigint?<");
    expect(diagramMermaid(diagram)).toContain('bigint age "changed; was integer?; may be null"');
    expect(diagramMermaid(diagram)).toContain('"- gone":::dropped {');
  });
});

it("is Mermaid's text", () => {
  expect(diagramMermaid(catalogDiagram(shop))).toBe(`erDiagram
  "customers" {
    bigint id PK
    varchar(200) email UK "may be null"
  }
  "orders" {
    bigint id PK
    bigint customer_id FK
    bigint follows_id FK "may be null"
  }
  "state" {
    label new
    label it_s_done "it's done"
  }
  "customers" ||--o{ "orders" : "customer_id"
  "orders" |o--o{ "orders" : "follows_id"
`);
});

describe("the drawing", () => {
  it("is the same each time, well-formed, and described", async () => {
    const svg = await diagramSvg(catalogDiagram(shop), "shop");
    expect(await diagramSvg(catalogDiagram(shop), "shop")).toBe(svg);
    const elements = elementsOf(svg);
    expect(elements.slice(0, 3)).toEqual(["svg", "title", "desc"]);
    expect(svg).toContain("2 tables, 1 enum, 2 foreign keys. app.customers, app.orders, app.state");
    expect(svg).not.toMatch(/(?:href|src|url\()/);
  });

  it("puts no box upon another, and lines at the rows they belong to", async () => {
    const { boxes, lines, width, height } = await layOut(catalogDiagram(shop));
    for (const [position, box] of boxes.entries()) {
      expect(box.x + box.width <= width + 1 && box.y + box.height <= height + 1).toBe(true);
      for (const other of boxes.slice(position + 1)) {
        const apart =
          box.x + box.width <= other.x ||
          other.x + other.width <= box.x ||
          box.y + box.height <= other.y ||
          other.y + other.height <= box.y;
        expect(apart, `${box.box.name} and ${other.box.name}`).toBe(true);
      }
    }
    for (const { line, points } of lines) {
      const box = boxes.find((each) => each.box.id === line.from);
      const row = (box?.y ?? 0) + (box?.middleOf(line.fromRow) ?? 0);
      expect(Math.abs((points.at(-1)?.y ?? 0) - row)).toBeLessThanOrEqual(1);
    }
  });

  it("takes any name", async () => {
    const odd = ["\u0007", "\u202e"];
    const hostile = [
      '</title><script>alert("1")</script>',
      "a&b<c>'d'",
      "\u0007bell\u202ebidi",
      "表".repeat(21),
      'q"\\%{}`',
    ];
    const parts = hostile.flatMap((name) => [
      make.table(name),
      make.column(name, name, { type: `app."${name}"` }),
    ]);
    const diagram = catalogDiagram(make.catalogOf(parts));
    const svg = await diagramSvg(diagram, hostile.join());
    expect(elementsOf(svg)).not.toContain("script");
    for (const character of odd) expect(svg).not.toContain(character);
    const page = await diagramPage(diagram, hostile.join());
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page.split("</title>").length - 1).toBe(svg.split("</title>").length);
    const mermaid = diagramMermaid(diagram);
    for (const character of [...odd, ..."<>`\\%"]) expect(mermaid).not.toContain(character);
    for (const line of mermaid.trim().split("\n")) expect(line.match(/"/g)?.length ?? 0).toBeOneOf([0, 2, 4]);
  });

  it("of keys alone counts the rest, and keeps lines at their rows", () => {
    const { boxes, lines } = onlyKeys(
      catalogDiagram(make.catalogOf([...customers, make.column("customers", "note"), ...orders])),
    );
    expect(boxes[0]?.rows.map(({ name }) => name)).toEqual(["id", "email", "… 1 more column"]);
    expect(lines.map(({ fromRow, toRow }) => [fromRow, toRow])).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it("frames the boxes of each Postgres schema where there are several", async () => {
    const diagram = catalogDiagram(shop);
    const [first, ...rest] = diagram.boxes;
    if (first === undefined) throw new Error("there are boxes");
    const two = { ...diagram, schemas: ["app", "other"], boxes: [{ ...first, schema: "other" }, ...rest] };
    const { frames, boxes } = await layOut(two);
    expect(frames.map(({ schema }) => schema)).toEqual(["app", "other"]);
    for (const box of boxes) {
      const frame = frames.find(({ schema }) => schema === box.box.schema);
      expect(frame !== undefined && box.x >= frame.x && box.x + box.width <= frame.x + frame.width).toBe(
        true,
      );
    }
  });
});

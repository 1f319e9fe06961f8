import { describe, expect, it } from "vitest";
import { columnOrders, compareDumps, dumpObjects } from "./pgdump";

const head = (name: string, type: string, schema = "app"): string =>
  `--\n-- Name: ${name}; Type: ${type}; Schema: ${schema}; Owner: boss\n--\n\n`;

const table = (columns: readonly string[], after = ""): string =>
  `${head("t", "TABLE")}CREATE TABLE app.t (\n    ${columns.join(",\n    ")}\n)${after};\n\n\nALTER TABLE app.t OWNER TO boss;\n\n`;

const tail = "--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict abc\n";

describe("a dump as a set of objects", () => {
  it("does not depend on the order of columns, but tells it apart on request", () => {
    const columns = ["a integer NOT NULL", "b numeric(10,2) DEFAULT 1", "CONSTRAINT c CHECK ((a > 1))"];
    const [left, right] = [table(columns), table([...columns].reverse())];
    expect(compareDumps(dumpObjects(left), dumpObjects(right))).toEqual([]);
    expect(columnOrders(left).get("TABLE app.t")).toEqual(["a", "b"]);
    expect(columnOrders(right).get("TABLE app.t")).toEqual(["b", "a"]);
  });

  it("splits columns at their own commas only", () => {
    const columns = [
      "\"a, b\" text DEFAULT 'x, (y'::text",
      "c text DEFAULT E'\\\\, '::text",
      "d text CHECK (\nCASE\n    WHEN (c = ')'::text) THEN true\n    ELSE (d = ANY (ARRAY['a'::text, \"a, b\"]))\nEND)",
    ];
    const orders = columnOrders(table(columns, "\nWITH (fillfactor='70')"));
    expect(orders.get("TABLE app.t")).toEqual(['"a, b"', "c", "d"]);
  });

  it("does not depend on the order of objects", () => {
    const [a, b] = [
      `${head("a", "TYPE")}CREATE TYPE app.a AS ();\n\n\n`,
      `${head("b", "TYPE")}CREATE TYPE app.b AS ();\n\n\n`,
    ];
    expect([...dumpObjects(a + b + tail)]).toEqual([...dumpObjects(b + a + tail)]);
  });

  it("keeps a function's body as it is", () => {
    const body = "CREATE FUNCTION app.f() RETURNS void\n    AS $$\nb;\n\na;\n$$;";
    const swapped = body.replace("b;\n\na;", "a;\n\nb;");
    const of = (text: string) =>
      dumpObjects(`${head("f()", "FUNCTION")}${text}\n\n\nALTER FUNCTION app.f() OWNER TO boss;\n`);
    expect(compareDumps(of(body), of(swapped))).toHaveLength(1);
    expect(of(body).get("FUNCTION app.f()")).toContain(`${body}\nALTER FUNCTION`);
  });

  it("sees another owner unless told not to", () => {
    const left = table(["a integer"]);
    const right = left.replace("OWNER TO boss", "OWNER TO clerk");
    expect(compareDumps(dumpObjects(left), dumpObjects(right))).toHaveLength(1);
    const ignored = (dump: string) => dumpObjects(dump, { owners: "ignore" });
    expect(compareDumps(ignored(left), ignored(right))).toEqual([]);
  });

  it("sees another tablespace, whatever object was written before", () => {
    const plain = table(["a integer"]);
    const preset = "SET default_tablespace = '';\n\nSET default_table_access_method = heap;\n\n";
    const moved = "SET default_tablespace = fast;\n\n";
    const type = `${head("a", "TYPE")}CREATE TYPE app.a AS ();\n\n\n`;
    expect(compareDumps(dumpObjects(preset + type + plain), dumpObjects(type + preset + plain))).toEqual([]);
    const differences = compareDumps(
      dumpObjects(preset + type + plain),
      dumpObjects(preset + type + moved + plain),
    );
    expect(differences.map((difference) => difference.object)).toEqual(["TABLE app.t"]);
  });

  it("does not depend on the order of grants, but on who granted", () => {
    const grants = ["GRANT SELECT ON TABLE app.t TO a;", "GRANT ALL ON TABLE app.t TO b;"];
    const acl = (lines: readonly string[]) =>
      dumpObjects(`${head("TABLE t", "ACL")}${lines.join("\n")}\n\n\n`);
    expect([...acl(grants)]).toEqual([...acl([...grants].reverse())]);
    const granted = ["SET SESSION AUTHORIZATION clerk;", ...grants, "RESET SESSION AUTHORIZATION;"];
    expect(compareDumps(acl(grants), acl(granted))).toHaveLength(1);
  });
});

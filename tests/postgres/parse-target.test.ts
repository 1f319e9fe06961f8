import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SchemaError } from "../../engine/api";
import { formatTarget, maskTarget, parseTarget } from "../../engine/postgres";

const nowhere = { passfile: "/nonexistent/pgpass" };
const parse = (text: string, environment: Record<string, string> = {}) =>
  parseTarget(text, { ...nowhere, environment });

function refusal(text: string, environment: Record<string, string> = {}): SchemaError {
  try {
    parse(text, environment);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe("URLs", () => {
  test("all parts", () => {
    expect(
      parse("postgres://app:secret@db.example.com:6000/ledger?sslmode=require&connect_timeout=7"),
    ).toEqual({
      host: "db.example.com",
      port: 6000,
      database: "ledger",
      user: "app",
      password: "secret",
      tls: { mode: "require" },
      connectTimeout: 7000,
    });
  });

  test("an absent database is called as the user, as libpq has it", () => {
    expect(parse("postgresql://app@h")).toMatchObject({
      host: "h",
      port: 5432,
      user: "app",
      database: "app",
    });
  });

  test("nothing but the scheme is the local server and the user of this process", () => {
    const { username } = userInfo();
    expect(parse("postgres://")).toMatchObject({
      host: "localhost",
      port: 5432,
      user: username,
      database: username,
    });
  });

  test.each([
    ["postgres://app:p%40s%2Fs%3A%23%3F%20w%25@h/d", "p@s/s:#? w%"],
    ["postgres://app:p%C3%A4ss%E2%82%AC%F0%9F%94%91@h/d", "päss€🔑"],
    ["postgres://app:päss€🔑@h/d", "päss€🔑"],
    ["postgres://app:with@sign@h/d", "with@sign"],
    ["postgres://app:a:b:c@h/d", "a:b:c"],
    ["postgres://app:plus+sign@h/d", "plus+sign"],
    ["postgres://app@h/d?password=in%20query", "in query"],
  ])("password of %s", (url, password) => {
    expect(parse(url)).toMatchObject({ host: "h", user: "app", database: "d", password });
  });

  test("an IPv6 address stands in brackets", () => {
    expect(parse("postgres://app@[2001:db8::1]:6000/d")).toMatchObject({ host: "2001:db8::1", port: 6000 });
  });

  test.each(["postgres://app@%2Fvar%2Frun%2Fpostgresql/d", "postgres://app@/d?host=/var/run/postgresql"])(
    "a Unix socket's directory: %s",
    (url) => {
      expect(parse(url)).toMatchObject({ host: "/var/run/postgresql", user: "app", database: "d" });
    },
  );

  test("a database name with spaces and slashes", () => {
    expect(parse("postgres://app@h/my%20data%2Fbase").database).toBe("my data/base");
  });

  test("JDBC's ssl=true is require", () => {
    expect(parse("postgres://app@h/d?ssl=true").tls.mode).toBe("require");
  });
});

describe("key=value strings", () => {
  test("quotes, backslashes and spaces around the equals sign", () => {
    const text = String.raw`host = db port=6000 dbname='my base' user=a\ b password='it\'s \\ here' sslmode=disable`;
    expect(parse(text)).toEqual({
      host: "db",
      port: 6000,
      database: "my base",
      user: "a b",
      password: String.raw`it's \ here`,
      tls: { mode: "disable" },
    });
  });

  test("empty values count as absent", () => {
    expect(parse("host='' user=app dbname=")).toMatchObject({
      host: "localhost",
      user: "app",
      database: "app",
    });
  });

  test("neither URL nor pairs is refused without repeating it", () => {
    const error = refusal("mysql://app:hunter2@h/d");
    expect(error.code).toBe("connection-setting-invalid");
    expect(error.message).not.toContain("hunter2");
  });
});

describe("defaults of the environment", () => {
  const environment = {
    PGHOST: "env-host",
    PGPORT: "6001",
    PGDATABASE: "env-db",
    PGUSER: "env-user",
    PGPASSWORD: "env-secret",
    PGSSLMODE: "require",
    PGCONNECT_TIMEOUT: "3",
    PGOPTIONS: "-c search_path=app",
  };

  test("stand in for everything absent", () => {
    expect(parse("", environment)).toEqual({
      host: "env-host",
      port: 6001,
      database: "env-db",
      user: "env-user",
      password: "env-secret",
      tls: { mode: "require" },
      connectTimeout: 3000,
      options: "-c search_path=app",
    });
  });

  test("give way to the text", () => {
    expect(parse("postgres://a:b@h:1/d?sslmode=disable", environment)).toMatchObject({
      host: "h",
      port: 1,
      database: "d",
      user: "a",
      password: "b",
      tls: { mode: "disable" },
    });
  });

  test("are not read from this process", () => {
    process.env.PGHOST = "from-the-process";
    try {
      expect(parse("").host).toBe("localhost");
    } finally {
      delete process.env.PGHOST;
    }
  });
});

describe("what would be ignored or misread is refused", () => {
  test.each([
    ["postgres://h/d?sslmode=on", /sslmode=on does not exist/],
    ["postgres://h:port/d", /host and port/],
    ["postgres://h:70000/d", /port 70000/],
    ["postgres://::1/d", /brackets/],
    ["postgres://a,b/d", /several hosts/],
    ["host=a,b", /several hosts/],
    ["postgres://h/d?frobnicate=1", /unknown setting "frobnicate"/],
    ["postgres://h/d?constructor=1", /unknown setting "constructor"/],
    ["postgres://h/d?channel_binding=require", /channel_binding=require is not supported/],
    ["postgres://h/d?target_session_attrs=read-write", /target_session_attrs/],
    ["postgres://u:100%@h/d", /%25/],
    ["postgres://h/d?connect_timeout=soon", /whole number/],
    ["postgres://h/d?sslrootcert=/nonexistent/ca.crt&sslmode=verify-ca", /\/nonexistent\/ca\.crt .*ENOENT/],
    ["postgres://h/d?sslrootcert=system&sslmode=require", /verify-full/],
  ])("%s", (text, message) => {
    expect(refusal(text).message).toMatch(message);
  });

  test("no refusal repeats a password", () => {
    for (const text of [
      "postgres://u:hunter2/x@h/d",
      "postgres://u:hunter2%@h/d",
      "postgres://u:hunter2?@h/d",
      "postgres://u:hunter2@h:port/d",
      "host=h password=hunter2 oops",
      "host=h password='hunter2",
    ]) {
      expect(refusal(text).message).not.toContain("hunter2");
    }
  });
});

describe("files", () => {
  let directory = "";
  let passfile = "";
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), "stackschema-passfile-"));
    passfile = path.join(directory, "pgpass");
    const lines = [
      "# a comment",
      "other:*:*:*:wrong",
      String.raw`h:5432:d:app:co\:lon \\ back`,
      "*:*:*:*:last",
    ];
    writeFileSync(passfile, `${lines.join("\n")}\n`, { mode: 0o600 });
    writeFileSync(path.join(directory, "ca.crt"), "PEM");
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test("the first fitting line of the password file", () => {
    expect(parseTarget("postgres://app@h/d", { passfile }).password).toBe(String.raw`co:lon \ back`);
    expect(parseTarget("postgres://app@h/e", { passfile }).password).toBe("last");
    expect(parseTarget("postgres://app:given@h/d", { passfile }).password).toBe("given");
    expect(parseTarget("postgres://app@h/d", { environment: { PGPASSFILE: passfile } }).password).toContain(
      "co:lon",
    );
  });

  test("a password file that others may read is left alone", () => {
    chmodSync(passfile, 0o644);
    try {
      expect(parseTarget("postgres://app@h/d", { passfile }).password).toBeUndefined();
    } finally {
      chmodSync(passfile, 0o600);
    }
  });

  test("sslrootcert, sslcert and sslkey are read", () => {
    const ca = path.join(directory, "ca.crt");
    const target = parse(`postgres://h/d?sslmode=verify-full&sslrootcert=${ca}&sslcert=${ca}&sslkey=${ca}`);
    expect(target.tls).toEqual({ mode: "verify-full", ca: "PEM", certificate: "PEM", key: "PEM" });
  });
});

test("a masked target shows everything but the password", () => {
  const target = parse("postgres://a%40b:secret@[::1]:6000/my%20db");
  expect(maskTarget(target)).toBe("postgres://a%40b:***@[::1]:6000/my%20db");
  expect(maskTarget(parse("postgres://a@h/d"))).toBe("postgres://a@h:5432/d");
});

test("a formatted target is read back the same", () => {
  const target = parse(
    "host=/var/run/pg user='a b' password='p@/:?#% ä' dbname='d/e' sslmode=allow port=6000",
  );
  expect(parse(formatTarget(target))).toEqual(target);
});

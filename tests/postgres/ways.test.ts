// Ways to a server that is not reached directly: a jump host is a real one, run here, and what stands behind the clouds'
// libraries is a server that takes the token as a password.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import ssh2 from "ssh2";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, parseWay, planSchema, type Target, type Way } from "../../engine/index";
import { sharedServer } from "../support/postgres";

const token = "a-token-of-entra";
const getOptions = vi.hoisted(() => vi.fn());
const closed = vi.hoisted(() => vi.fn());
vi.mock("@azure/identity", () => ({
  DefaultAzureCredential: class {
    getToken = async (scope: string) => {
      if (!scope.startsWith("https://ossrdbms-aad.")) throw new Error("another scope");
      return { token };
    };
  },
}));
vi.mock("@google-cloud/cloud-sql-connector", () => ({
  AuthTypes: { IAM: "IAM", PASSWORD: "PASSWORD" },
  IpAddressTypes: { PUBLIC: "PUBLIC", PRIVATE: "PRIVATE", PSC: "PSC" },
  Connector: class {
    getOptions = getOptions;
    close = closed;
  },
}));

const folder = mkdtempSync(path.join(tmpdir(), "stackschema-ways-"));
const keyFile = path.join(folder, "key");
const hostKeys = ssh2.utils.generateKeyPairSync("ed25519");
const userKeys = ssh2.utils.generateKeyPairSync("ed25519");
const strangerFile = path.join(folder, "stranger");
const publicKey = (text: string): Buffer => Buffer.from(text.split(" ")[1] ?? "", "base64");
const hostKey = `SHA256:${createHash("sha256").update(publicKey(hostKeys.public)).digest("base64").replace(/=+$/, "")}`;

let target: Target;
let jumpHost: ssh2.Server;
const forwarded: string[] = [];
const open = new Set<ssh2.Connection>();

beforeAll(async () => {
  target = await (await sharedServer(17)).createDatabase();
  writeFileSync(keyFile, userKeys.private);
  writeFileSync(strangerFile, ssh2.utils.generateKeyPairSync("ed25519").private);
  jumpHost = new ssh2.Server({ hostKeys: [hostKeys.private] }, serve);
  await new Promise<void>((done) => jumpHost.listen(0, "127.0.0.1", done));
});

afterAll(async () => {
  await new Promise((done) => jumpHost.close(done));
  rmSync(folder, { recursive: true });
});

/** A jump host that knows one user and one server, called db.internal there. */
function serve(client: ssh2.Connection): void {
  open.add(client);
  client.on("close", () => open.delete(client));
  client.on("error", () => undefined);
  client.on("authentication", (context) => {
    const isKnown = context.method === "publickey" && context.key.data.equals(publicKey(userKeys.public));
    if (isKnown && context.username === "deploy") context.accept();
    else context.reject(["publickey"]);
  });
  client.on("tcpip", (accept, reject, { destIP, destPort }) => {
    forwarded.push(`${destIP}:${destPort}`);
    if (destIP !== "db.internal") return reject();
    const socket = net.connect(target.port, target.host, () => {
      const channel = accept();
      socket.pipe(channel).pipe(socket);
      socket.on("error", () => channel.destroy());
      channel.on("error", () => socket.destroy());
    });
  });
}

function through(change: { readonly key?: string; readonly user?: string; readonly file?: string }): Way {
  const { port } = jumpHost.address() as AddressInfo;
  const { user = "deploy", key = hostKey, file = keyFile } = change;
  return parseWay(`ssh://${user}@127.0.0.1:${port}?host-key=${key}&key-file=${file}`);
}

describe("through a jump host", () => {
  test("a server is reached by the name that it has there, and every connection is closed again", async () => {
    const via = { ...target, host: "db.internal", via: through({}) };
    const client = await connect(via);
    expect((await client.query("SELECT repeat('x', 1000000) AS long")).rows[0].long).toHaveLength(1_000_000);
    await client.end();
    expect(forwarded).toContain(`db.internal:${target.port}`);
    await vi.waitFor(() => expect(open.size).toBe(0));
  });

  test("a schema is planned", async () => {
    const file = path.join(folder, "schema.sql");
    writeFileSync(file, "CREATE SCHEMA app; CREATE TABLE app.t (id integer);");
    const via = { ...target, host: "db.internal", via: through({}) };
    const source = { kind: "sql" as const, path: file };
    const { plan } = await planSchema({
      target: via,
      source,
      scratch: "server",
      consents: [],
      cacheDirectory: folder,
    });
    expect(plan.steps.map(({ sql }) => sql.split(" ")[1])).toEqual(["SCHEMA", "TABLE"]);
    await vi.waitFor(() => expect(open.size).toBe(0));
  });

  test.each([
    ["another key than the one that is known", { key: `SHA256:${"A".repeat(43)}` }, "jump-host-other-key"],
    ["a user it does not know", { user: "nobody" }, "jump-host-refused"],
    ["a key it does not know", { file: strangerFile }, "jump-host-refused"],
  ])("%s ends it before Postgres is asked", async (_name, change, code) => {
    const before = forwarded.length;
    const via = { ...target, host: "db.internal", via: through(change) };
    await expect(connect(via)).rejects.toMatchObject({ code });
    expect(forwarded).toHaveLength(before);
    await vi.waitFor(() => expect(open.size).toBe(0));
  });

  test("what it does not reach is named, and so is one that is not there", async () => {
    const elsewhere = { ...target, host: "db.elsewhere", via: through({}) };
    await expect(connect(elsewhere)).rejects.toMatchObject({
      code: "connection-unreachable",
      message: expect.stringContaining(`no way to db.elsewhere:${target.port}`),
    });
    const unread = { ...target, host: "db.internal", via: through({ file: "/not/there" }) };
    await expect(connect(unread)).rejects.toMatchObject({ code: "jump-host-key" });
    const keyless = parseWay(`ssh://deploy@bastion?host-key=${hostKey}`);
    await expect(connect({ ...target, via: keyless })).rejects.toThrow(/SSH_AUTH_SOCK/);
    const nobody = parseWay(`ssh://deploy@127.0.0.1:1?host-key=${hostKey}&key-file=${keyFile}`);
    await expect(connect({ ...target, via: nobody })).rejects.toMatchObject({
      code: "jump-host-unreachable",
    });
  });
});

describe("with a token of Entra", () => {
  test("it is what Postgres gets for a password, whatever else was given", async () => {
    const server = await sharedServer(17);
    const admin = await connect(server.target);
    await admin.query(`CREATE ROLE "deployers@acme" LOGIN PASSWORD '${token}'`);
    await admin.end();
    const entra = { ...target, user: "deployers@acme", password: "none of it", token: "entra" as const };
    const client = await connect(entra);
    await client.end();
    await expect(connect({ ...entra, token: undefined as never })).rejects.toMatchObject({
      code: "connection-authentication",
    });
  });
});

describe("by Cloud SQL's connector", () => {
  const way = parseWay("cloud-sql:acme-prod:europe-west3:ledger?ip=private&login=iam");

  test("its stream is used as it is, and it is closed with the connection", async () => {
    getOptions.mockResolvedValueOnce({ stream: () => new net.Socket() });
    const client = await connect({ ...target, via: way });
    expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await client.end();
    expect(getOptions).toHaveBeenCalledWith({
      instanceConnectionName: "acme-prod:europe-west3:ledger",
      ipType: "PRIVATE",
      authType: "IAM",
    });
    await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(1));
  });

  test("an instance that it does not find is named", async () => {
    getOptions.mockRejectedValueOnce(new Error("Not authorized."));
    await expect(connect({ ...target, via: way })).rejects.toMatchObject({
      code: "cloud-sql-connector",
      message: expect.stringContaining("does not reach acme-prod:europe-west3:ledger: Not authorized."),
    });
  });
});

describe("the text of a way", () => {
  const agent = { environment: { SSH_AUTH_SOCK: "/run/agent" } };
  const key = `SHA256:${"b".repeat(42)}+`;

  test.each([
    [
      `ssh://deploy@bastion?host-key=${key}=`,
      { host: "bastion", port: 22, user: "deploy", hostKey: key, agent: "/run/agent" },
    ],
    [`ssh://de%40ploy@[::1]:2222?host-key=${key}`, { host: "::1", port: 2222, user: "de@ploy" }],
    ["cloud-sql:a:b:c", { instance: "a:b:c", address: "public", iam: false }],
    ["cloud-sql:acme.com:a:b:c?ip=psc", { instance: "acme.com:a:b:c", address: "psc" }],
  ])("%s", (text, way) => expect(parseWay(text, agent)).toMatchObject(way));

  test.each([
    ["bastion", /there is no such way/],
    ["ssh://bastion?host-key=x", /a user and a host must stand there/],
    ["ssh://deploy@bastion", /ssh-keyscan bastion \| ssh-keygen -lf -/],
    [`ssh://deploy:s3cret@bastion?host-key=${key}`, /a password is not taken/],
    [`ssh://deploy@bastion?host-key=${key}&port=1`, /port is nothing it takes/],
    [`ssh://deploy@bastion?host-key=${key}&key-file=%`, /%25/],
    ["cloud-sql:a:b", /there is no such way/],
    ["cloud-sql:a:b:c?ip=any", /public, private, psc/],
    ["cloud-sql:a:b:c?login=me", /login is iam/],
  ])("%s is refused", (text, reason) => {
    expect(() => parseWay(text, agent)).toThrow(reason);
    expect(() => parseWay(text, agent)).not.toThrow(/s3cret/);
  });

  test("a key's file is looked for at home", () => {
    const way = parseWay(`ssh://deploy@bastion?host-key=${key}&key-file=~/.ssh/id`, {
      environment: { HOME: "/home/me", SSH_AUTH_SOCK: "/run/agent" },
    });
    expect(way).toMatchObject({ keyFile: "/home/me/.ssh/id" });
    expect(way).not.toHaveProperty("agent");
  });
});

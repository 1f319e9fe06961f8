// The backup before destruction without a server: what it is called, and the command that makes it.
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { backupName, databaseCopy } from "../../components/backups/handlers";
import { azureBackup } from "../../components/backups/ways";
import { type Properties, unknownValue } from "../../components/properties";
import { ExistingServer } from "../../components/servers";
import { mockPulumi, value } from "./mocked";

const after = async (stored: Properties, ...runs: readonly string[]): Promise<Properties> =>
  (await backupName.check(stored, { runs })).inputs;

const ledger = "ledger-aaaaaaaa 1 5b2f";
const login = "login-bbbbbbbb 1 90cd";

test("a backup is called after the plans that destroy something in this run, in whichever order they stand", async () => {
  const none = await after({}, "", "");
  expect(none.backup).toBe("");
  expect((await after(none, "", ledger)).backup).toMatch(/^before-ledger-aaaaaaaa-1-[0-9a-f]{4}$/);
  const both = await after(none, login, ledger);
  expect(both.backup).toMatch(/^before-ledger-aaaaaaaa-and-login-bbbbbbbb-1-[0-9a-f]{4}$/);
  expect((await after(none, ledger, login)).backup).toBe(both.backup);
});

test("an application that comes, leaves or changes its place asks for no other backup", async () => {
  const first = await after({}, ledger, "");
  const second = await after(first, ledger, login);
  expect(second.backup).toMatch(/^before-login-bbbbbbbb-2-/);
  for (const runs of [[login, ledger], [ledger], ["", ledger, login], [unknownValue, ledger]]) {
    const then = await after(second, ...runs);
    expect(then.backup).toBe(second.backup);
    expect(await backupName.diff("backup", second, then)).toEqual({ changes: false });
  }
});

test("the same plan of an application that was away has another backup", async () => {
  const first = await after({}, ledger);
  const away = await after(first);
  const back = await after(away, "");
  const again = await after(back, ledger.replace("5b2f", "11ee"));
  expect(again.backup).toMatch(/^before-ledger-aaaaaaaa-2-/);
  expect(await backupName.diff("backup", back, again)).toEqual({ changes: true });
});

test("where counting begins again, and for another stack of the server, names are others", async () => {
  const [one, other] = [await after({}, ledger), await after({}, ledger.replace("5b2f", "11ee"))];
  expect(one.backup).not.toBe(other.backup);
});

test("a name that is made anew, and counts from the beginning, has another backup all the same", async () => {
  const ids = [await backupName.create({}), await backupName.create({})].map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
  const outs = { copy: "before-ledger-aaaaaaaa-1", run: `before-ledger-aaaaaaaa-1 ${ids[0]}` };
  const news = { ...outs, run: `before-ledger-aaaaaaaa-1 ${ids[1]}` };
  expect(await databaseCopy.diff("backup", outs, news)).toEqual({ changes: true });
});

test("the next plan that destroys something has another backup, with a name that every server takes", async () => {
  const first = await after({}, ledger);
  const second = await after(first, "ledger-cccccccc 2 5b2f");
  expect(second.backup).toMatch(/^before-ledger-cccccccc-2-/);
  expect(await backupName.diff("backup", first, second)).toEqual({ changes: true });
  const long = [`${"a".repeat(40)} 1 x`, `${"b".repeat(40)} 1 x`];
  const { backup } = await after(second, ...long);
  expect(backup).toMatch(/^before-[0-9a-f]{16}-3-[0-9a-f]{4}$/);
  expect((await after(second, ...long.toReversed())).backup).toBe(backup);
});

test("az makes the backup in the subscription of the server, whichever it is set to", async () => {
  const registered = await mockPulumi();
  const id =
    "/subscriptions/5e1f/resourceGroups/acme/providers/Microsoft.DBforPostgreSQL/flexibleServers/acme-sandbox";
  const server = new ExistingServer("here", { host: "db.example", password: "p" });
  const way = azureBackup({
    resourceGroup: "acme",
    serverName: "acme-sandbox",
    resourceId: pulumi.output(id),
  });
  await value(
    way.make({ name: "backup", server, backup: "before-ledger-aaaaaaaa-1", run: "x", options: {} }).run,
  );
  const command = registered.find(({ type }) => type === "command:local:Command");
  expect(command?.inputs.create).toBe(
    'az postgres flexible-server backup create --resource-group "acme" --server-name "acme-sandbox" --name "before-ledger-aaaaaaaa-1" --subscription "5e1f" --output none',
  );
});

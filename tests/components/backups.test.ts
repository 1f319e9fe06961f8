// The backup before destruction without a server: what it is called, and the command that makes it.
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { backupName } from "../../components/backups/handlers";
import { azureBackup } from "../../components/backups/ways";
import { type Properties, unknownValue } from "../../components/properties";
import { ExistingServer } from "../../components/servers";
import { mockPulumi, value } from "./mocked";

const after = async (stored: Properties, ...runs: readonly string[]): Promise<Properties> =>
  (await backupName.check(stored, { runs })).inputs;

test("a backup is called after the plans that destroy something in this run, in whichever order they stand", async () => {
  const none = await after({}, "", "");
  expect(none.backup).toBe("");
  const one = await after(none, "", "ledger-1-aaaaaaaa");
  expect(one.backup).toBe("before-ledger-1-aaaaaaaa");
  const both = await after(none, "login-1-bbbbbbbb", "ledger-1-aaaaaaaa");
  expect(both.backup).toBe("before-ledger-1-aaaaaaaa-and-login-1-bbbbbbbb");
  expect((await after(none, "ledger-1-aaaaaaaa", "login-1-bbbbbbbb")).backup).toBe(both.backup);
});

test("an application that comes, leaves or changes its place asks for no other backup", async () => {
  const first = await after({}, "ledger-1-aaaaaaaa", "");
  const second = await after(first, "ledger-1-aaaaaaaa", "login-1-bbbbbbbb");
  expect(second.backup).toBe("before-login-1-bbbbbbbb");
  for (const runs of [
    ["login-1-bbbbbbbb", "ledger-1-aaaaaaaa"],
    ["ledger-1-aaaaaaaa"],
    ["", "ledger-1-aaaaaaaa", "login-1-bbbbbbbb"],
    [unknownValue, "ledger-1-aaaaaaaa"],
  ]) {
    const then = await after(second, ...runs);
    expect(then.backup).toBe(second.backup);
    expect(await backupName.diff("backup", second, then)).toEqual({ changes: false });
  }
});

test("the next plan that destroys something has another backup, with a name that every server takes", async () => {
  const first = await after({}, "ledger-1-aaaaaaaa");
  const second = await after(first, "ledger-2-cccccccc");
  expect(second.backup).toBe("before-ledger-2-cccccccc");
  expect(await backupName.diff("backup", first, second)).toEqual({ changes: true });
  const long = ["a".repeat(40), "b".repeat(40)];
  const { backup } = await after(second, ...long);
  expect(backup).toMatch(/^before-[0-9a-f]{16}$/);
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
  await value(way.make({ name: "backup", server, backup: "before-ledger-1-aaaaaaaa", options: {} }).urn);
  const command = registered.find(({ type }) => type === "command:local:Command");
  expect(command?.inputs.create).toBe(
    'az postgres flexible-server backup create --resource-group "acme" --server-name "acme-sandbox" --name "before-ledger-1-aaaaaaaa" --subscription "5e1f" --output none',
  );
});

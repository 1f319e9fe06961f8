// The handlers of a secret in a file, called as Pulumi's provider process calls them.
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { fileSecret } from "../../components/credentials/handlers";

const before = process.cwd();
const project = realpathSync(mkdtempSync(path.join(tmpdir(), "stackschema-credentials-")));

beforeAll(() => {
  writeFileSync(path.join(project, "Pulumi.yaml"), "name: stackschema\n");
  process.chdir(project);
});

afterAll(() => {
  process.chdir(before);
  rmSync(project, { recursive: true });
});

/** Handlers in a process of their own, as a destroy has them. */
function ofAnotherRun() {
  vi.resetModules();
  return import("../../components/credentials/handlers");
}

describe("a secret in a file", () => {
  const value = "postgres://u%40x:p%2Fw@127.0.0.1:5432/d'b?sslmode=disable";
  const inputs = { file: "secrets/app.env", value, login: "u", generation: 3 };
  const file = path.join(project, "secrets", "app.env");

  test("is read by its owner alone, and is written again where it is missing or was changed", async () => {
    const { outs } = await fileSecret.create(inputs);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    const text = readFileSync(file, "utf8");
    expect(text).toContain(`DATABASE_URL="${value}"\n`);
    expect(text).toContain(`DATABASE_PASSWORD='p/w'\n`);
    const changes = async () => {
      const { inputs: next } = await fileSecret.check(outs, inputs);
      return (await fileSecret.diff("id", outs, next)).changes;
    };
    expect(await changes()).toBe(false);
    writeFileSync(file, `${text}\n`);
    expect(await changes()).toBe(true);
    rmSync(file);
    expect(await changes()).toBe(true);
    writeFileSync(`${file}.new`, "left by a killed run", { mode: 0o644 });
    await fileSecret.update("id", outs, inputs);
    expect(readFileSync(file, "utf8")).toBe(text);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await (await ofAnotherRun()).fileSecret.delete("id", outs);
    expect(() => statSync(file)).toThrow();
  });

  test("that others can read is found by preview and refresh, and gets its mode again", async () => {
    const { inputs: news } = await fileSecret.check({}, inputs);
    const { outs } = await fileSecret.create(news);
    expect((await fileSecret.read("id", outs)).props).toEqual(outs);
    for (const mode of ["640", "604"]) {
      chmodSync(file, Number.parseInt(mode, 8));
      const { inputs: next } = await fileSecret.check(news, inputs);
      expect(next.__exposed).toBe(mode);
      expect(await fileSecret.diff("id", outs, next)).toEqual({ changes: true });
      const refreshed = await fileSecret.read("id", outs);
      expect([refreshed.props.mode, refreshed.inputs.mode]).toEqual([mode, mode]);
      expect(await fileSecret.diff("id", refreshed.props, news)).toEqual({ changes: true });
      const updated = await fileSecret.update("id", outs, next);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const last = await fileSecret.check(next, inputs);
      expect(last.inputs.__exposed).toBeUndefined();
      expect(await fileSecret.diff("id", updated.outs, last.inputs)).toEqual({ changes: false });
    }
  });

  test("that is replaced stays: the new one is the same file", async () => {
    const { outs } = await fileSecret.create(inputs);
    await fileSecret.create((await fileSecret.check({}, inputs)).inputs);
    await fileSecret.delete("id", outs);
    expect(readFileSync(file, "utf8")).toContain(value);
  });

  test("that cannot be written fails with its name and the reason, and no secret", async () => {
    symlinkSync(path.join(project, "nowhere", "deep"), `${file}.new`);
    await expect(fileSecret.create(inputs)).rejects.toMatchObject({
      code: "secret-not-written",
      message: expect.stringMatching(/^the secret file secrets\/app\.env cannot be written: ENOENT$/),
    });
  });
});

// Remembers which pairs of definitions Postgres proved equal or different, so that the next preview need not ask again.
// What cannot be read or written is as good as absent.
import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Catalog, ObjectId } from "./catalog/model";

type Answers = Record<string, "equal" | "different">;

/** So many answers are kept. */
const most = 5_000;

export class EqualForms {
  private constructor(
    private readonly file: string,
    private readonly context: string,
    private readonly answers: Answers,
  ) {}

  static async open(cacheDirectory: string, context: string): Promise<EqualForms> {
    const file = path.join(cacheDirectory, "equal-forms.json");
    const answers = await readFile(file, "utf8")
      .then(
        (text) => JSON.parse(text) as Answers,
        () => ({}),
      )
      .catch(() => ({}));
    return new EqualForms(file, context, answers);
  }

  #key(live: Catalog, desired: Catalog, id: ObjectId): string {
    const forms = [this.context, id, live.objects.get(id)?.attributes, desired.objects.get(id)?.attributes];
    return createHash("sha256").update(JSON.stringify(forms)).digest("hex").slice(0, 32);
  }

  /** `desired` with the live form of what is known to be equal. */
  apply(live: Catalog, desired: Catalog, ids: readonly ObjectId[]): Catalog {
    const objects = new Map(desired.objects);
    for (const id of ids) {
      const form = live.objects.get(id);
      if (form && this.answers[this.#key(live, desired, id)] === "equal") objects.set(id, form);
    }
    return { ...desired, objects };
  }

  isDifferent(live: Catalog, desired: Catalog, id: ObjectId): boolean {
    return this.answers[this.#key(live, desired, id)] === "different";
  }

  async learn(live: Catalog, desired: Catalog, result: Catalog, ids: readonly ObjectId[]): Promise<void> {
    for (const id of ids) {
      const isEqual = result.objects.get(id) === live.objects.get(id);
      this.answers[this.#key(live, desired, id)] = isEqual ? "equal" : "different";
    }
    const kept = Object.fromEntries(Object.entries(this.answers).slice(-most));
    const unfinished = `${this.file}.${process.pid}.${randomBytes(4).toString("hex")}`;
    await mkdir(path.dirname(this.file), { recursive: true })
      .then(() => writeFile(unfinished, JSON.stringify(kept), { mode: 0o600 }))
      .then(() => rename(unfinished, this.file))
      .catch(() => undefined);
  }
}

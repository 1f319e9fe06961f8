// Which drafts are committed together: what is replaced, and otherwise one relation in use at a time.
import { describe, expect, it } from "vitest";
import { type Draft, draft, lock } from "../../engine/plan/draft";
import type { LockMode } from "../../engine/plan/model";
import { transactionNumbers } from "../../engine/plan/transactions";
import { id } from "../support/steps";

const t = id("table app.t");
const other = id("table app.other");
const fresh = id("table app.fresh");
const third = id("table app.third");
const a = id("view app.a");

const made = (rest: Partial<Draft> = {}): Draft => draft(a, "test", "statement", rest);
const locking = (relation: typeof t, mode: LockMode = "ACCESS EXCLUSIVE", rest: Partial<Draft> = {}): Draft =>
  made({ locks: lock(mode, relation), ...rest });
const numbers = (...drafts: readonly Draft[]): readonly number[] =>
  transactionNumbers(
    drafts,
    drafts.map(({ locks }) => locks.filter(({ relation }) => relation !== fresh)),
  );

describe("transactions", () => {
  it("hold at most one relation in use", () => {
    expect(numbers(locking(t), locking(t), locking(other), locking(t))).toEqual([1, 1, 2, 3]);
  });

  it("go on over relations that nobody uses yet, and over locks that stop nobody", () => {
    expect(numbers(locking(t), locking(fresh), made(), locking(other, "ROW SHARE"))).toEqual([1, 1, 1, 1]);
    expect(numbers(locking(t), locking(other, "SHARE UPDATE EXCLUSIVE"))).toEqual([1, 2]);
    const weak = "SHARE UPDATE EXCLUSIVE";
    expect(numbers(locking(t, weak), locking(other, weak), locking(t))).toEqual([1, 1, 1]);
    expect(numbers(locking(t, weak, { scans: true }), locking(other, weak))).toEqual([1, 2]);
  });

  it("keep a statement that locks two relations, with neither neighbour on a third", () => {
    const both = made({ locks: [...lock("ACCESS EXCLUSIVE", t), ...lock("ACCESS EXCLUSIVE", other)] });
    expect(numbers(locking(t), both, locking(other))).toEqual([1, 2, 2]);
  });

  it("never hold a statement that must run outside of them", () => {
    const outside = locking(t, "SHARE UPDATE EXCLUSIVE", { transactional: false });
    expect(numbers(locking(t), outside, outside, locking(t))).toEqual([1, 2, 3, 4]);
  });

  it("begin anew for what must come later", () => {
    expect(numbers(locking(t), locking(t, "SHARE UPDATE EXCLUSIVE", { later: true }), locking(t))).toEqual([
      1, 2, 2,
    ]);
  });

  it("leave alone what must be committed before anything else", () => {
    expect(numbers(made(), made({ alone: true }), made({ alone: true }), made())).toEqual([1, 2, 3, 4]);
  });

  it("commit a drop together with what makes the object again, whatever stands between", () => {
    const between = [locking(t), locking(other), made({ alone: true }), made({ later: true })];
    expect(numbers(made(), made({ drops: [a] }), ...between, made({ creates: [a] }), locking(third))).toEqual(
      [1, 1, 1, 1, 1, 1, 1, 2],
    );
  });

  it("commit overlapping replacements together", () => {
    const b = id("view app.b");
    expect(
      numbers(
        locking(t, "ACCESS EXCLUSIVE", { drops: [a] }),
        locking(other, "ACCESS EXCLUSIVE", { drops: [b] }),
        made({ creates: [a] }),
        locking(third, "ACCESS EXCLUSIVE", { creates: [b] }),
      ),
    ).toEqual([1, 1, 1, 1]);
  });

  it("commit a bundle together", () => {
    const bundle = "swap enum app.e";
    expect(
      numbers(
        locking(t, "ACCESS EXCLUSIVE", { bundle }),
        locking(other),
        locking(t, "ACCESS EXCLUSIVE", { bundle }),
      ),
    ).toEqual([1, 1, 1]);
    expect(numbers(locking(t, "ACCESS EXCLUSIVE", { bundle }), locking(other), locking(t))).toEqual([
      1, 2, 3,
    ]);
  });

  it("are cut after 500 statements, though never within a replacement", () => {
    const many = Array.from({ length: 500 }, () => made());
    expect(numbers(...many, made()).slice(-2)).toEqual([1, 2]);
    const replaced = [made({ drops: [a] }), ...many, made({ creates: [a] }), made()];
    expect(numbers(...replaced).slice(-2)).toEqual([1, 2]);
  });
});

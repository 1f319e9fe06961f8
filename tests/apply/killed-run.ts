// A run in a process of its own, for the tests that kill it. Target and steps come as JSON on standard input.
import { text } from "node:stream/consumers";
import { executePlan } from "../../engine/apply/execute";
import { withDatabaseLock } from "../../engine/apply/lock";
import { planOf, step } from "../support/steps";

void text(process.stdin).then(async (input) => {
  const { target, steps } = JSON.parse(input);
  const plan = planOf(steps.map(({ sql, ...rest }: { sql: string }) => step(sql, rest)));
  await withDatabaseLock(target, {}, (own) => executePlan(own, plan));
});

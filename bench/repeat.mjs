// What both loads have in common: transactions that are repeated and timed in a process of its own. The parent says `begin`
// and `end`; at the end it is told what the transactions in between went through.
import pg from "pg";

const stats = { latencies: [], failures: [] };
const state = { measures: false, ends: false };

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether the load is over; whoever waits for long looks at it in between. */
export const isOver = () => state.ends;

/** One session that is given to `uses` again and again until the load is over, with a rest in between. */
async function session(uses, rest) {
  const client = new pg.Client({ connectionString: process.env.LOAD_URL, application_name: "load" });
  client.on("error", () => {});
  await client.connect();
  while (!state.ends) {
    await uses(client);
    await pause(rest);
  }
  await client.end();
}

/** Repeats one transaction. What began before the end counts whole, however long it waits. */
export const repeat = (transaction, rest) =>
  session(async (client) => {
    const begin = performance.now();
    const counts = state.measures;
    try {
      await transaction(client);
    } catch (error) {
      await client.query("ROLLBACK").catch(() => {});
      if (counts) stats.failures.push(error.message);
    }
    if (counts) stats.latencies.push(performance.now() - begin);
  }, rest);

/** Repeats a transaction that pauses by itself: its time says nothing, its failures count. */
export const repeatUntimed = (transaction, rest) =>
  session((client) => transaction(client).catch((error) => stats.failures.push(error.message)), rest);

/** Tells the parent when all the loops have ended. */
export function obeyParent(loops) {
  process.on("message", (word) => {
    if (word === "begin") {
      stats.latencies.length = 0;
      stats.failures.length = 0;
      state.measures = true;
    } else {
      state.ends = true;
      Promise.all(loops).then(() => {
        process.send(stats, () => process.exit(0));
      });
    }
  });
}

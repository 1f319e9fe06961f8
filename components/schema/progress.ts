// What an update prints while it runs: every step of a short plan; of a long one the steps that take time, so that
// hundreds of quick ones do not bury them.
import type { ApplyEvent, Step } from "../../engine/index";

/** A plan of as many steps is told step by step. */
const short = 20;
/** Milliseconds from which a step is told anyway. */
const slow = 500;

export function reporter(name: string, print: (line: string) => void): (event: ApplyEvent) => void {
  return (event) => {
    if (event.type === "waiting") return print(`${name}: ${event.message}`);
    const place = `${name} [${event.index}/${event.total}]`;
    if (event.type === "retry" || event.type === "progress") return print(`${place} ${event.message}`);
    if (event.type === "step") {
      if (mayTakeLong(event.step)) print(`${place} ${headline(event.step)} …`);
      return;
    }
    const isTold = event.total <= short || event.milliseconds >= slow || event.index === event.total;
    if (isTold) print(`${place} ${headline(event.step)} (${event.milliseconds} ms)`);
  };
}

function mayTakeLong(step: Step): boolean {
  return step.scans || step.rewrites || !step.transactional;
}

function headline(step: Step): string {
  const [first = ""] = step.sql.split("\n");
  return first;
}

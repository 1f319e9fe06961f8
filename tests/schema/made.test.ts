// Each application on each major version: made by an administrator without superuser, and then there is nothing to do.
import { expect, it } from "vitest";
import { planSchema } from "../../engine/index";
import { majors } from "../support/postgres";
import { type Application, applied, requestFor } from "./support";

const applications: readonly Application[] = ["ledger", "login", "quotes"];
const cases = majors.flatMap((major) => applications.map((application) => [application, major] as const));

it.each(cases)("%s on Postgres %i", { timeout: 120_000 }, async (application, major) => {
  const { administrator } = await applied(application, major);
  const { plan } = await planSchema(requestFor(application, administrator));
  expect(plan.steps.map((step) => step.sql)).toEqual([]);
  expect(plan.findings.filter((finding) => finding.level !== "info")).toEqual([]);
});

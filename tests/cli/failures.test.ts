import { expect, test } from "vitest";
import { reportFailure } from "../../cli/failures";
import { SchemaError } from "../../engine/index";

function reported(error: unknown): { readonly code: number; readonly text: string } {
  let text = "";
  const code = reportFailure(error, (part) => {
    text += part;
  });
  return { code, text };
}

test("a mistake of the user is its sentence alone", () => {
  expect(reported(new SchemaError("source-failed", "schema/app.sql:3: no such type"))).toEqual({
    code: 1,
    text: "stackschema: schema/app.sql:3: no such type\n",
  });
});

test("a bug asks for a report and shows where it happened", () => {
  const { code, text } = reported(new TypeError("boom"));
  expect(code).toBe(1);
  expect(text).toMatch(/^stackschema: this is a bug in stackschema.*\nTypeError: boom\n\s+at /s);
});

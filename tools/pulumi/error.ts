// A mistake of the user or a state of the machine: printed without a stack trace.

export class ToolError extends Error {
  override readonly name = "ToolError";
}

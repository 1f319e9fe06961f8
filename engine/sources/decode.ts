// The bytes of a source's file → its text. It must never guess an encoding.
import type { SourceBytes } from "./languages/language";
import type { Problem } from "./problem";
import type { SourceFile } from "./split";

function firstInvalidLine(bytes: Buffer): number {
  const strict = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found + 1;
    try {
      strict.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return line;
}

/**
 * Text of a file: UTF-8, without byte order mark, lines ended by a line feed, so that a checkout on Windows declares the
 * same function bodies as one on Linux.
 */
export function decodeFile({ file, bytes }: SourceBytes): SourceFile | Problem {
  const advice = "Save it as UTF-8.";
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) return { file, line: 1, id: "encoding", message: `The file is UTF-16. ${advice}` };
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const line = bytes.subarray(0, nul).toString("latin1").split("\n").length;
    return {
      file,
      line,
      id: "encoding",
      message: `The file has a zero byte: it is not text in UTF-8. ${advice}`,
    };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { file, text: text.replaceAll("\r\n", "\n") };
  } catch {
    const line = firstInvalidLine(bytes);
    return { file, line, id: "encoding", message: `The line is not UTF-8. ${advice}` };
  }
}

// The help of the command line, as it prints it itself.
import { main } from "../../cli/main";

async function helpOf(...arguments_: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  await main([...arguments_, "--help"], { environment: {}, print, note: print, color: false, confirm: null });
  return `\`\`\`\n${lines.join("").trim()}\n\`\`\``;
}

export async function helpTexts(): Promise<{ readonly program: string; readonly apply: string }> {
  return { program: await helpOf(), apply: await helpOf("apply") };
}

import { z } from "zod";
import { paintFor, takesColors, type Style } from "../display/paint.ts";

/** A line of `logs --json`, which prints no result: it may never end. */
export const logLineSchema = z.strictObject({
  type: z.literal("log"),
  container: z.string().describe("Its name without the stack's: `shop-blue-0`, `edge`; on AWS `shop-blue`."),
  line: z.string(),
});

type LogLine = z.infer<typeof logLineSchema>;

const STYLES: readonly Style[] = ["cyan", "green", "yellow", "magenta", "blue"];

/** What writes a line to stdout, after the label of its source in a color of its own, or as JSON. */
export function lineWriter(
  labels: readonly string[],
  { json }: { json: boolean },
): (label: string, line: string) => void {
  const paint = paintFor(takesColors(process.stdout));
  const width = Math.max(...labels.map((label) => label.length));
  const render = (label: string, line: string) =>
    json
      ? JSON.stringify({ type: "log", container: label, line } satisfies LogLine)
      : `${paint(STYLES[labels.indexOf(label) % STYLES.length] ?? "cyan", label.padEnd(width))}  ${line}`;
  return (label, line) => void process.stdout.write(`${render(label, line)}\n`);
}

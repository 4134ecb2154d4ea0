import { z } from "zod";
import { LINE_SCHEMAS } from "../../cli/result/schemas.ts";

/** What a command printed with `--json`, line by line; throws on what its own schema does not know. */
export function readJsonLines(command: string, stdout: string): Record<string, unknown>[] {
  const schema = LINE_SCHEMAS[command];
  if (schema === undefined) throw new Error(`${command} has no schema`);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => {
      const parsed = schema.safeParse(JSON.parse(line));
      if (!parsed.success) throw new Error(`${command}: ${z.prettifyError(parsed.error)}\nin ${line}`);
      return JSON.parse(line) as Record<string, unknown>; // an object, says the schema
    });
}

import { spokenBy, statusOf } from "../connect.ts";
import { InputError } from "../../model/errors.ts";
import { lastLines } from "../../model/last-lines.ts";

interface OutputLine {
  stream?: string;
  status?: string;
  error?: string;
  aux?: { Digest?: string; ID?: string };
}

/**
 * Reads the engine's answer to a build, pull, push or import to its end. Such an answer is 200 even when the work
 * fails; then this throws an InputError with the last lines and `remedy`. `onLine` hears every line of progress.
 */
export async function readEngineOutput(
  stream: NodeJS.ReadableStream,
  options: { what: string; remedy: string; onLine?: () => void },
): Promise<OutputLine[]> {
  const lines: OutputLine[] = [];
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + String(chunk)).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      if (part.trim() !== "") lines.push(JSON.parse(part) as OutputLine); // the engine's documented stream format
    }
    options.onLine?.();
  }
  const error = lines.find((line) => line.error !== undefined)?.error;
  if (error === undefined) return lines;
  const output = lines.map((line) => line.stream ?? line.status ?? "").join("\n");
  throw new InputError(`${options.what} failed: ${error}\n${lastLines(output)}\n${options.remedy}`);
}

/** The engine's answer to such a request; what it refuses at once is an InputError as well. */
export async function orRefused<T>(what: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    throw new InputError(`${what} failed: the engine refuses it (${spokenBy(error)}).`, { cause: error });
  }
}

import { createInterface } from "node:readline";
import { startIn } from "../../docker/exec.ts";
import type { RunningEdge } from "../running-edge.ts";

/** Longer than a drill lasts. */
const LONGEST_SECONDS = 15 * 60;

/** What changes something in an edge for a while: what does it, and what undoes it, for `sh`. */
export interface Passing {
  begin: string;
  end?: string;
}

/**
 * Changes something in a running edge while `act` goes on, which is given what `begin` has said. It is undone once `act` has ended, or this
 * process has, however that ends, and after a quarter of an hour at the latest: a process in the edge waits for that.
 */
export async function whileItLasts<T>(
  edge: RunningEdge,
  { begin, end = "" }: Passing,
  act: (said: readonly string[]) => Promise<T>,
): Promise<T> {
  const script = [begin, "echo begun", `timeout ${LONGEST_SECONDS} cat >/dev/null`, end].join("\n");
  const { stdin, stdout, stderr } = await startIn(edge.docker, edge.container, ["sh", "-c", script], { stdin: true });
  stdin.on("error", () => undefined); // of an edge that ends, and what was changed with it
  stderr.resume();
  const lines = createInterface({ input: stdout });
  const ended = new Promise<void>((resolve) => lines.once("close", resolve).once("error", () => resolve()));
  const said: string[] = [];
  try {
    await new Promise<void>((resolve) => {
      lines.on("line", (line) => (line === "begun" ? resolve() : void said.push(line)));
      void ended.then(resolve);
    });
    return await act(said);
  } finally {
    stdin.end();
    await ended;
  }
}

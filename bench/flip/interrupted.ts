import { interruptRunning } from "../../test/support/run-process.ts";

const removals: (() => Promise<void>)[] = [];

/** Has `remove`, which must be safe to repeat, called when the benchmark is interrupted. */
export function whenInterrupted(remove: () => Promise<void>): void {
  removals.push(remove);
}

/** Makes Ctrl-C and SIGTERM end the benchmark without leaving anything of it; its images stay, as after a whole run. */
export function handleInterrupts(note: (line: string) => void): void {
  let ending = false;
  for (const [signal, exitCode] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      note("interrupted; removing what it has started");
      process.on("uncaughtException", () => {}); // what was under way fails now, which is no news
      void removeEverything().then(
        () => process.exit(exitCode),
        (error: unknown) => {
          note(`could not remove everything: ${String(error)}`);
          process.exit(1);
        },
      );
    });
  }
}

async function removeEverything(): Promise<void> {
  await interruptRunning();
  for (const remove of removals) await remove();
}

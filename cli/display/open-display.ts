import type { Display, Screen } from "./display.ts";
import { JsonDisplay } from "./json-display.ts";
import { LiveDisplay } from "./live-display.ts";
import { takesColors } from "./paint.ts";
import { PlainDisplay } from "./plain-display.ts";

/**
 * With `--json` events on stdout; else progress on stderr, live where that is a terminal. `isResult`: what is shown is what
 * the command is called for, and goes to stdout where that leads to somebody else than the one who reads stderr.
 */
export function openDisplay({ json }: { json: boolean }, isResult = false): Display {
  if (json) return new JsonDisplay((text) => process.stdout.write(text));
  const screen = screenOf(process.stderr);
  if (isResult && !(screen.isTerminal && process.stdout.isTTY))
    return new PlainDisplay(screen, screenOf(process.stdout));
  return screen.isTerminal ? new LiveDisplay(screen) : new PlainDisplay(screen);
}

function screenOf(stream: NodeJS.WriteStream): Screen {
  return {
    write: (text) => stream.write(text),
    isTerminal: stream.isTTY === true && process.env["TERM"] !== "dumb",
    colors: takesColors(stream),
    columns: () => stream.columns ?? 80,
    rows: () => stream.rows ?? 24,
  };
}

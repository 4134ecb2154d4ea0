import type { Display, Screen } from "./display.ts";
import { JsonDisplay } from "./json-display.ts";
import { LiveDisplay } from "./live-display.ts";
import { takesColors } from "./paint.ts";
import { PlainDisplay } from "./plain-display.ts";

/**
 * With `--json` events on stdout; else progress on stderr, live where that is a terminal. `diff`: changes as the values they
 * are, not in words. `isResult`: what is shown is what
 * the command is called for, and goes to stdout where that leads to somebody else than the one who reads stderr.
 */
export function openDisplay({ json, diff = false }: { json: boolean; diff?: boolean }, isResult = false): Display {
  if (json) return new JsonDisplay((text) => process.stdout.write(text));
  const screen = screenOf(process.stderr);
  const how = diff ? "values" : "words";
  if (isResult && !(screen.isTerminal && process.stdout.isTTY))
    return new PlainDisplay(screen, how, screenOf(process.stdout));
  return screen.isTerminal ? new LiveDisplay(screen, how) : new PlainDisplay(screen, how);
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

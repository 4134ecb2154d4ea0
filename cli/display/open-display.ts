import type { Display, Screen } from "./display.ts";
import { JsonDisplay } from "./json-display.ts";
import { LiveDisplay } from "./live-display.ts";
import { takesColors } from "./paint.ts";
import { PlainDisplay } from "./plain-display.ts";

/** With `--json` events on stdout; else progress on stderr, live where that is a terminal. */
export function openDisplay({ json }: { json: boolean }): Display {
  if (json) return new JsonDisplay((text) => process.stdout.write(text));
  const screen = stderrScreen();
  return screen.isTerminal ? new LiveDisplay(screen) : new PlainDisplay(screen);
}

function stderrScreen(): Screen {
  const { stderr } = process;
  return {
    write: (text) => stderr.write(text),
    isTerminal: stderr.isTTY === true && process.env["TERM"] !== "dumb",
    colors: takesColors(stderr),
    columns: () => stderr.columns ?? 80,
    rows: () => stderr.rows ?? 24,
  };
}

import { InputError } from "../../model/errors.ts";
import { paintFor, takesColors, type Paint } from "../display/paint.ts";
import { fit } from "../display/wrap.ts";
import { renderLines } from "./render-lines.ts";
import { renderTop } from "./render-top.ts";
import type { TopLine } from "./top-line.ts";

export interface TopDisplay {
  show(line: TopLine): void;
  /** Takes in why there is no line for an interval, or throws it. */
  trouble(error: unknown): void;
}

/** JSON lines, a page that is drawn anew on a terminal, plain lines elsewhere. */
export function openTopDisplay(stack: string, json: boolean, out: NodeJS.WriteStream = process.stdout): TopDisplay {
  const fail = (error: unknown) => {
    throw error;
  };
  if (json) return { show: (line) => out.write(`${JSON.stringify(line)}\n`), trouble: fail };
  if (out.isTTY) return new TopPage(stack, out);
  return {
    show: (line) =>
      out.write(
        renderLines(line)
          .map((text) => `${text}\n`)
          .join(""),
      ),
    trouble: fail,
  };
}

/** Whoever watches a terminal goes on watching: an edge that is restarted answers again in a moment. */
class TopPage implements TopDisplay {
  readonly #stack: string;
  readonly #out: NodeJS.WriteStream;
  readonly #paint: Paint;
  #lines: readonly string[] = [];

  constructor(stack: string, out: NodeJS.WriteStream) {
    this.#stack = stack;
    this.#out = out;
    this.#paint = paintFor(takesColors(out));
  }

  show(line: TopLine): void {
    this.#lines = renderTop(this.#stack, line, this.#paint);
    this.#draw(this.#lines);
  }

  trouble(error: unknown): void {
    if (!(error instanceof InputError)) throw error;
    const said = fit(`${this.#paint("red", "!")} ${error.message}`, this.#out.columns);
    this.#draw([...said.split("\n"), "", ...this.#lines]);
  }

  #draw(lines: readonly string[]): void {
    const room = Math.max(3, this.#out.rows - 1);
    const cut = `… ${lines.length - room + 1} more lines: \`tidegate top SERVICE\` shows one service.`;
    const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), cut];
    this.#out.write(`\u001b[2J\u001b[H${shown.map((line) => `${line}\n`).join("")}`);
  }
}

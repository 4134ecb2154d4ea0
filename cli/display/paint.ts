import { styleText } from "node:util";

export type Style = Parameters<typeof styleText>[0];

/** Colors a text, or leaves it as it is where colors are off. */
export type Paint = (style: Style, text: string) => string;

export function paintFor(colors: boolean): Paint {
  return colors ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}

/** Whether a stream takes colors: a terminal, unless NO_COLOR is set; FORCE_COLOR wins over both. */
export function takesColors(stream: { isTTY?: boolean }, environment = process.env): boolean {
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined && forced !== "0" && forced !== "false") return true;
  const isOff = (environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb";
  return stream.isTTY === true && !isOff;
}

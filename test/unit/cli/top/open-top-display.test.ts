import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { buildLine } from "../../../../cli/top/build-line.ts";
import { openTopDisplay } from "../../../../cli/top/open-top-display.ts";
import { InputError } from "../../../../model/errors.ts";
import { busyShop } from "./lines.ts";

const line = buildLine(busyShop());
const DRAWN_ANEW = "\u001b[2J\u001b[H";

/** A terminal of so many rows, or a pipe; what was written to it stands in `written`. */
function output(rows?: number) {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString("utf8"));
      done();
    },
  });
  const terminal = rows === undefined ? {} : { isTTY: true, columns: 80, rows };
  return { written, out: Object.assign(stream, terminal) as unknown as NodeJS.WriteStream }; // all that is asked of it
}

test("draws the page anew on a terminal, no longer than that", () => {
  const { written, out } = output(12);
  openTopDisplay("prod", false, out).show(line);
  const lines = written.join("").replace(DRAWN_ANEW, "").trimEnd().split("\n");
  expect(written[0]?.startsWith(DRAWN_ANEW)).toBe(true);
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe("… 21 more lines: `tidegate top SERVICE` shows one service.");
});

test("goes on with the last page below what is the matter on a terminal", () => {
  const { written, out } = output(60);
  const display = openTopDisplay("prod", false, out);
  display.show(line);
  display.trouble(new InputError("edge: acme-prod-edge is exited. Start it."));
  const page = stripVTControlCharacters(written[1] ?? "");
  expect(page).toMatch(/^! edge: acme-prod-edge is exited\. Start it\.\n\nprod /);
  expect(page).toContain("replicas up            1 of 2");
  expect(() => display.trouble(new Error("a bug"))).toThrow("a bug");
});

test.each([
  ["a line for each color in a pipe", false, 2],
  ["one line as JSON", true, 1],
])("writes %s, and ends with what is the matter", (_, json, lines) => {
  const { written, out } = output();
  const display = openTopDisplay("prod", json, out);
  display.show(line);
  expect(written.join("").trimEnd().split("\n")).toHaveLength(lines);
  expect(written.join("")).not.toContain("\u001b");
  expect(() => display.trouble(new InputError("edge: gone"))).toThrow("edge: gone");
});

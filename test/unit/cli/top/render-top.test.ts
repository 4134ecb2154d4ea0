import { stripVTControlCharacters } from "node:util";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paintFor } from "../../../../cli/display/paint.ts";
import { buildLine } from "../../../../cli/top/build-line.ts";
import { renderLines } from "../../../../cli/top/render-lines.ts";
import { renderTop } from "../../../../cli/top/render-top.ts";
import { topLineSchema } from "../../../../cli/top/top-line.ts";
import { busyShop, shopUnderWay } from "./lines.ts";

const line = buildLine(busyShop());
const nothing = buildLine({ ...busyShop(), report: { services: {} } });

test("shows both colors side by side within 80 columns", async () => {
  const lines = renderTop("prod", line, paintFor(false));
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(join(import.meta.dirname, "top.golden.txt"));
  expect(Math.max(...lines.map((text) => text.length))).toBeLessThanOrEqual(80);
});

test("colors change nothing but the color", () => {
  const colored = renderTop("prod", line, paintFor(true));
  expect(colored.map(stripVTControlCharacters).map((text) => text.trimEnd())).toEqual(
    renderTop("prod", line, paintFor(false)),
  );
  expect(colored.join("\n")).not.toBe(renderTop("prod", line, paintFor(false)).join("\n"));
});

test("writes a plain line for each color that there is", async () => {
  await expect(`${renderLines(line).join("\n")}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, "top-lines.golden.txt"),
  );
});

test("shows how far clients have gone over, and what each color really got", async () => {
  const going = buildLine(shopUnderWay());
  const lines = renderTop("prod", going, paintFor(false));
  const all = [...lines, "", ...renderLines(going)].join("\n");
  await expect(`${all}\n`).toMatchFileSnapshot(join(import.meta.dirname, "top-canary.golden.txt"));
  const pause = { by: "jane", reason: "errors at the checkout, and slow answers of the search ".repeat(3), at: 1 };
  const held = structuredClone(going);
  Object.assign(held.services["shop"]?.canary ?? {}, { paused: pause });
  const widths = renderTop("prod", held, paintFor(false)).map((text) => text.length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  expect(topLineSchema.parse(held)).toEqual(held);
});

test("says so where there is no service", () => {
  expect(renderTop("prod", nothing, paintFor(false)).at(-1)).toMatch(/^No service is on the host yet/);
  expect(renderLines(nothing)).toEqual([expect.stringMatching(/^No service is on the host yet/)]);
});

test("cuts a version's name that is too long for its column", () => {
  const long = structuredClone(line);
  long.services["shop"]?.colors.blue.versions.splice(0, 1, "sha256-0123456789abcdef0123456789abcdef");
  const lines = renderTop("prod", long, paintFor(false));
  expect(Math.max(...lines.map((text) => text.length))).toBeLessThanOrEqual(80);
  expect(lines.join("\n")).toContain("blue serves sha256-012345678…");
});

test("gives a service's name that is too long for its column a line of its own", () => {
  const named = { ...line, services: { "a-service-with-a-long-name": line.services["shop"] } } as typeof line; // it has one
  expect(renderTop("prod", named, paintFor(false)).slice(2, 4)).toEqual([
    "a-service-with-a-long-name",
    "                             blue serves 1.4.1         green idle 1.5.0-rc.1",
  ]);
});

test("prints what its schema says", () => {
  expect(topLineSchema.parse(line)).toEqual(line);
});

test("says beside a canary that it stands still, why, and what to do", () => {
  const shop = shopUnderWay();
  const standstill = {
    ...{
      since: Date.parse("2026-11-30T02:19:00Z"),
      because: "missing" as const,
      rule: "errors",
      heardAt: 0,
      isSilent: false,
    },
    ...{ text: "green has given 20 of the 300 answers that it takes.", next: "It goes on by itself." },
  };
  const services = Object.fromEntries(
    Object.entries(shop.report.services).map(([name, service]) => [name, { ...service, standstill }]),
  );
  const held = buildLine({ ...shop, report: { services } });
  const page = renderTop("prod", held, paintFor(false));
  expect(page.slice(3, 7)).toEqual([
    expect.stringMatching(/^ {2}step 1 of 3; /),
    "  holds since 2026-11-30T02:19:00Z: green has given 20 of the 300 answers",
    "  that it takes. (errors)",
    "  It goes on by itself.",
  ]);
  expect(renderLines(held).at(-1)).toMatch(/Z {2}shop {2}holds since .* It goes on by itself\.$/);
  expect(topLineSchema.parse(held).services["shop"]?.standstill).toEqual(standstill);
});

import { COLORS, type Color } from "../../model/color.ts";
import { nextText } from "../../plan/canary-text.ts";
import type { Paint } from "../display/paint.ts";
import { wrap } from "../display/wrap.ts";
import { standstillText } from "../status/standstill.ts";
import { latencyText, NONE, rateText, shareText, usedText, watchedText } from "./figures-text.ts";
import { roleText } from "./role-text.ts";
import { verdictsText } from "./verdicts-text.ts";
import type { Measured, TopColor, TopLine } from "./top-line.ts";

type Fullest = NonNullable<TopColor["fullest"]>;
type TopService = TopLine["services"][string];

/** Columns of a line: 16 for what it is, then for each color twice 15. */
const LABEL = 16;
const CELL = 15;
const MIB = 1024 ** 2;

/** Both colors of each service side by side, in lines of at most 76 columns. */
export function renderTop(stack: string, line: TopLine, paint: Paint): string[] {
  const services = Object.entries(line.services);
  const clock = line.at.slice(11, 19);
  const head = `${paint("bold", stack)}  ${clock} UTC  watched for ${watchedText(line.watchedMs)}`;
  if (services.length === 0) return [head, "", NOTHING];
  return [head, ...services.flatMap(([name, service]) => ["", ...serviceLines(name, service, line, paint)])];
}

/** What to say of a stack without services. */
export const NOTHING = "No service is on the host yet, so nothing is counted. `tidegate up` makes them.";

function serviceLines(name: string, service: TopService, line: TopLine, paint: Paint): string[] {
  const span = `last ${(line.intervalMs / 1000).toFixed(1)} s`;
  const row = (label: string, cell: (color: TopColor) => readonly [string, string]) =>
    `  ${label.padEnd(LABEL - 2)}${COLORS.map((color) => cells(cell(service.colors[color]))).join("")}`;
  const measured = (label: string, text: (measured: Measured) => string) =>
    row(label, ({ interval, total }) => [text(interval), text(total)]);
  const used = (label: string, text: (fullest: Fullest) => string) =>
    row(label, ({ fullest }) => [fullest === null ? NONE : text(fullest), ""]);
  const heads = COLORS.map((color) => colorHead(color, service, paint)).join("");
  const room = " ".repeat(LABEL);
  return [
    ...(name.length < LABEL
      ? [paint("bold", name) + room.slice(name.length) + heads]
      : [paint("bold", name), room + heads]),
    ...stepLines(service, line, paint),
    ...standstillLines(service, paint),
    ...verdictLines(service, paint),
    paint(
      "dim",
      row("", () => [span, "since start"]),
    ),
    ...(service.canary === null
      ? []
      : [
          row("of clients", ({ clientShare }) => [shareText(clientShare), ""]),
          measured("of requests", ({ requestShare }) => shareText(requestShare)),
        ]),
    measured("requests/s", ({ perSecond }) => rateText(perSecond)),
    erring(
      measured("errors (5xx)", ({ errorShare }) => shareText(errorShare)),
      service,
      paint,
    ),
    measured("answers 4xx", ({ statuses }) => String(statuses["4xx"])),
    measured("P50", ({ p50Ms }) => latencyText(p50Ms)),
    measured("P95", ({ p95Ms }) => latencyText(p95Ms)),
    measured("P99", ({ p99Ms }) => latencyText(p99Ms)),
    measured("no connection", ({ connectFailures }) => String(connectFailures)),
    measured("sent again", ({ retries }) => String(retries)),
    row("replicas up", ({ up, replicas }) => [replicas === 0 ? "none" : `${up} of ${replicas}`, ""]),
    used("memory", ({ memoryBytes }) => memoryText(memoryBytes)),
    used("processes", ({ processes }) => usedText(processes)),
    used("CPU waited", ({ throttled }) => shareText(throttled)),
  ].map((text) => text.trimEnd());
}

function cells(texts: readonly string[]): string {
  return texts.map((text) => text.padStart(CELL)).join("");
}

/** `step 2 of 3; 100% next, in 8m`, as far as there is room. */
function stepLines({ canary }: TopService, { at }: TopLine, paint: Paint): string[] {
  if (canary === null) return [];
  const step = `step ${canary.step + 1} of ${canary.steps.length}`;
  return [paint("yellow", cut(`  ${[step, ...nextText(canary, Date.parse(at))].join("; ")}`, LABEL + 4 * CELL))];
}

function standstillLines({ standstill }: TopService, paint: Paint): string[] {
  if (standstill === null) return [];
  const lines = (text: string) => wrap(text, LABEL + 4 * CELL, "  ");
  return [...lines(standstillText(standstill)).map((text) => paint("yellow", text)), ...lines(standstill.next)];
}

/** `guard: errors pass, p95 inconclusive`, in red where one says that the release is bad. */
function verdictLines(service: TopService, paint: Paint): string[] {
  const text = verdictsText(service.verdicts);
  if (text === undefined) return [];
  const isBad = Object.values(service.verdicts).includes("fail");
  return wrap(text, LABEL + 4 * CELL, "  ").map((line) => (isBad ? paint("red", line) : line));
}

/** `blue serves 1.4.1`, over the two cells of the color. */
function colorHead(color: Color, service: TopService, paint: Paint): string {
  const { serves, versions } = service.colors[color];
  const text = `${color} ${roleText(color, service)} ${versions.join(", ")}`.trim();
  const room = 2 * CELL;
  const fitting = cut(text, room - 1);
  return `${" ".repeat(room - fitting.length)}${serves ? paint([color, "bold"], fitting) : paint("dim", fitting)}`;
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}

function erring(text: string, { colors }: TopService, paint: Paint): string {
  const isErring = COLORS.some((color) => (colors[color].interval.errorShare ?? 0) > 0);
  return isErring ? paint("red", text) : text;
}

function memoryText({ used, limit }: { used: number; limit: number | null }): string {
  const mib = { used: Math.ceil(used / MIB), limit: limit === null ? null : Math.round(limit / MIB) };
  return `${usedText(mib)} MiB`;
}

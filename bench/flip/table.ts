import type { Figure } from "./figures.ts";
import type { WayFigures } from "./measure-way.ts";

/** Both tables as Markdown. */
export function renderTable(ways: readonly WayFigures[], figures: readonly Figure[]): string {
  return [
    "| way to move the traffic | requests | lost | command | both colors mixed for | req/s (64 conns) |",
    "| --- | --- | --- | --- | --- | --- |",
    ...ways.map((way) =>
      row([
        way.way,
        String(way.requests),
        String(way.lost),
        `${way.commandMs.toFixed(1)} ms`,
        `${way.mixedMs.toFixed(0)} ms`,
        String(way.requestsPerSecond),
      ]),
    ),
    "",
    "| what | figure | target | figure / target |",
    "| --- | --- | --- | --- |",
    ...figures.map(({ what, figure, target, ratio }) => row([what, figure, target, ratioText(target, ratio)])),
  ].join("\n");
}

function ratioText(target: string, ratio: number | null): string {
  if (target === "none") return "";
  return ratio === null ? "missed" : ratio.toFixed(2);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

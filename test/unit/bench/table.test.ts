import { describe, expect, it } from "vitest";
import { renderTable } from "../../../bench/flip/table.ts";

describe("renderTable", () => {
  it("writes a row per way and per figure, and says which target was missed", () => {
    const way = {
      way: "nginx, reload",
      flips: 20,
      requests: 900,
      lost: 3,
      commandMs: 9.94,
      mixedMs: 96.1,
      requestsPerSecond: 15_744,
    };
    const text = renderTable(
      [way],
      [
        { what: "lost", figure: "2 of 10", target: "0", ratio: null },
        { what: "throughput", figure: "98 %", target: "95 %", ratio: 0.969 },
      ],
    );
    expect(text.split("\n")).toContain("| nginx, reload | 900 | 3 | 9.9 ms | 96 ms | 15744 |");
    expect(text.split("\n")).toContain("| lost | 2 of 10 | 0 | missed |");
    expect(text.split("\n")).toContain("| throughput | 98 % | 95 % | 0.97 |");
  });
});

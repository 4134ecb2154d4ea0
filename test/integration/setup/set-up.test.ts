import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createContext } from "../../../setup/context.ts";
import { doctor } from "../../../setup/doctor.ts";
import { imagesFile } from "../../../setup/images/images-file.ts";
import { setUp } from "../../../setup/set-up.ts";

/** Promised by the README: "quick when nothing is missing". */
const NOTHING_MISSING_MS = 3_000;

function openContext() {
  const notes: string[] = [];
  return { notes, context: createContext({ yes: true, note: (line) => notes.push(line) }) };
}

describe("set-up on a machine that is set up", () => {
  it("finds nothing missing, quickly, and writes nothing", async () => {
    const { context, notes } = openContext();
    await setUp(context);
    const before = readFileSync(imagesFile(context.root), "utf8");
    notes.length = 0;
    const startedAt = performance.now();
    await setUp(context);
    expect(performance.now() - startedAt).toBeLessThan(NOTHING_MISSING_MS);
    expect(notes).toEqual([expect.stringMatching(/^nothing is missing/)]);
    expect(readFileSync(imagesFile(context.root), "utf8")).toBe(before);
  });

  it("is what the doctor sees", async () => {
    const { context } = openContext();
    await setUp(context);
    const report = await doctor(context);
    expect(report.checks.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.checks.map(({ name }) => name)).toEqual([
      "Node.js",
      "container engine",
      "image debian:forky-slim",
      "image registry",
      expect.stringMatching(/^image tidegate\/edge:/),
      expect.stringMatching(/^image tidegate\/agent:/),
      "image tidegate/demo:1.0.0",
      "image tidegate/demo:2.0.0",
      "image tidegate/demo:3.0.0",
      "image tidegate/demo:4.0.0",
    ]);
  });
});

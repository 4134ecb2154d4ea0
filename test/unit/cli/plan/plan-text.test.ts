import { describe, expect, it } from "vitest";
import { paintFor } from "../../../../cli/display/paint.ts";
import { planMarkdown } from "../../../../cli/plan/plan-markdown.ts";
import { planText } from "../../../../cli/plan/plan-text.ts";
import { refusedPlan } from "../../../support/plan/refused-plan.ts";

const linesAt = (columns: number) => planText(refusedPlan(), paintFor(false), columns).split("\n");

describe("the text of a plan", () => {
  it("says it all in order: what, the file, the gates, the traffic, what is refused, and the verdict last", async () => {
    await expect(linesAt(80).join("\n")).toMatchFileSnapshot("refused-plan.golden.txt");
  });

  it("fits a terminal of 80 columns, but for a word that is longer", () => {
    const long = linesAt(80).filter((line) => line.length > 80);
    expect(long.map((line) => line.replace(/^ *[-+]? */, ""))).toEqual([
      expect.stringMatching(/^registry\S+$/),
      ...Array.from({ length: 3 }, () => expect.stringMatching(/^image: registry\S+$/) as unknown),
    ]);
  });

  it("leaves a pipe every line whole", () => {
    expect(linesAt(Infinity)).toContain(refusedPlan().notes[0]);
    expect(linesAt(Infinity).length).toBeLessThan(linesAt(80).length);
  });
});

describe("the Markdown of a plan", () => {
  it("stands above the summary that a pull request knows", () => {
    const text = planMarkdown(refusedPlan());
    expect(text).toMatch(/^## Release shop 1\.4\.2 to green\n\n`registry\S+`\n\n### Pulumi\.prod\.yaml\n\n```diff\n/);
    expect(text).toContain("### What the program says\n\n```text\ngate host: passes");
    expect(text.indexOf("### Traffic")).toBeGreaterThan(text.indexOf("What the program says"));
  });
});

import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../policy/report/markdown.ts";
import type { PolicyReport } from "../../../policy/report/report.ts";
import { HOSTILE, largeReport, partlyExceptedReport, passedReport, sampleReport } from "./sample-report.ts";

/** What GitHub takes as a comment. */
const LIMIT = 65_536;

/** Rows of the table below a heading, without its head. */
function rowsBelow(text: string, heading: string): string[] {
  const [, section = ""] = text.split(`### ${heading}\n\n`);
  return (section.split("\n\n")[0] ?? "").split("\n").slice(2);
}

/** A report in which everything that can be long is very long. */
function endlessReport(): PolicyReport {
  const report = largeReport();
  const many = Array.from({ length: 2_000 }, (_, index) => index);
  return {
    ...report,
    traffic: many.map((index) => `service${index} moves from blue to green.`),
    releases: many.map((index) => ({
      ...{ service: `service${index}`, color: "blue", version: "1", image: "shop:1", digest: null, running: [] },
      traffic: "will serve",
    })),
    losses: many.map((index) => ({ op: "replace", type: "docker:index/container:Container", name: `c${index}` })),
    exceptions: many.map((index) => ({ ...report.exceptions[0], ...active(index) })),
    exceptionFindings: many.map((index) => `exceptions.${index}: was not needed. Remove it.`),
  };
}

function active(index: number) {
  return {
    ...{ rule: "memory-limit", resource: `c${index}`, reason: "long ".repeat(50), owner: "o", ticket: "T-1" },
    ...{ expires: "2027-03-31", state: "active" as const, used: 1 },
  };
}

describe("renderMarkdown", () => {
  it("begins with the mark of its stack, then the verdict", () => {
    expect(renderMarkdown(sampleReport()).split("\n").slice(0, 5)).toEqual([
      "<!-- tidegate:prod -->",
      "",
      "## ❌ Refused: 4 mandatory violations and 2 warnings",
      "",
      "Stack `prod` of `tidegate`. 7 rules judged 13 resources, in 91 judgements: 79 passed, 4 violated by 5 violations, 1 excepted, 7 not applicable; 1 rule for AWS had nothing to judge.",
    ]);
    expect(renderMarkdown(passedReport()).split("\n")[2]).toBe("## ✅ Passed: no violation");
  });

  it("keeps its mark one line of comment whatever the stack is called", () => {
    const [mark] = renderMarkdown({ ...sampleReport(), stack: "a --> b" }).split("\n");
    expect(mark).toBe("<!-- tidegate:a_--__b -->");
  });

  it("tells of traffic, then of what is lost, then of violations, then of the numbers by group", () => {
    const text = renderMarkdown(sampleReport());
    const parts = [
      "Commit 1f2e3d4c5b6a, asked for by ann, for ssh://",
      "### Traffic",
      "- shop moves from blue",
      "### Releases",
      "### Replaced or deleted (2)",
      "### Violations (5)",
      "| Group |",
    ];
    const places = parts.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toContain("\n\nChanges: 4 create, 1 update, 1 replace, 1 delete, 6 same.\n\n");
  });

  it("says which build goes where, by its digest", () => {
    expect(rowsBelow(renderMarkdown(sampleReport()), "Releases")).toEqual([
      `| shop blue | serves until then | 1.4.1 | 1.4.1 | registry.example.com/shop:1.4.1 | sha256:${"c".repeat(64)} |`,
      "| shop green | will serve | 1.4.2 | nothing | registry.example.com/shop:1.4.2 | by its tag only |",
    ]);
  });

  it("lists the violations by severity, with what to change where", () => {
    const rows = rowsBelow(renderMarkdown(sampleReport()), "Violations (5)");
    expect(rows.slice(1)).toEqual([
      '| **high** | no-latest-tag | shop-blue | name: must name one certain build, got "shop:latest". Add the digest (`@sha256:…`), or at least a versioned tag. | Pulumi.prod.yaml:24 |',
      "| **medium** | memory-limit | shop-green-0 | memory: must be given, got nothing. Set `limits.memory`. | Pulumi.prod.yaml:47 |",
      "| **medium** | memory-limit | shop-green-0 | memorySwap: must equal `memory`, got 512. Set both. |  |",
      "| low (warns) | log-rotation | shop-blue-1 | logOpts.max-size: must be given, got nothing. Set it. |  |",
    ]);
  });

  it("counts each group that had something to judge", () => {
    const text = renderMarkdown(sampleReport());
    expect(text.match(/^\| (?:images|secrets|containers|service|stack|aws|plan) \|.*$/gm)).toEqual([
      "| images | 1 | 1 | 0 | 11 | 1 |",
      "| secrets | 1 | 1 | 0 | 11 | 1 |",
      "| containers | 3 | 2 | 1 | 33 | 3 |",
      "| service | 1 | 0 | 0 | 12 | 1 |",
      "| stack | 1 | 0 | 0 | 12 | 1 |",
    ]);
  });

  it("lists the exceptions that are in force, and what is wrong with any", () => {
    const text = renderMarkdown(sampleReport());
    expect(rowsBelow(text, "Active exceptions (1)")).toEqual([
      "| no-engine-socket | edge | The metrics agent needs it \\| until it has a proxy &lt;b&gt;of its own&lt;/b&gt; " +
        "| platform@\u2060example.com | 2027-03-31 | <https://tickets.example.com/OPS-41> |",
    ]);
    expect(text).toContain(
      '- exceptions.1.expires: the exception from memory-limit for "batch-\\*" expired on 2026-10-31',
    );
  });

  it("lists what exceptions let pass, each with its own ticket, beside what counts", () => {
    const text = renderMarkdown(partlyExceptedReport());
    expect(rowsBelow(text, "Violations (1)")).toEqual([
      "| **critical** | no-plaintext-secret | shop-blue-0 | envs.C: must not hold a secret. |  |",
    ]);
    expect(rowsBelow(text, "Active exceptions (2)").map((row) => /OPS-./.exec(row)?.[0])).toEqual(["OPS-A", "OPS-B"]);
    expect(rowsBelow(text, "Violations that exceptions let pass (4)").map((row) => row.trimEnd())).toEqual(
      ["shop-blue-0", "shop-blue-1"].flatMap((name) => [
        `| no-plaintext-secret | ${name} | envs.A: must not hold a secret. | OPS-A |`,
        `| no-plaintext-secret | ${name} | envs.B: must not hold a secret. | OPS-B |`,
      ]),
    );
  });

  it("shows hostile text as text, in one cell, and tells nobody by `@`", () => {
    const [row = ""] = rowsBelow(renderMarkdown(sampleReport()), "Violations (5)");
    const shown = `&lt;script&gt;alert(1)&lt;/script&gt; \\]\\]&gt; \\| "quoted" 'single' &amp; &amp;amp;  \\[31m �txt 🚢 second line`;
    expect(row).toBe(
      `| **critical** | no-plaintext-secret | ${shown} | labels.note: must not hold ${shown}. Use {braces} and @\u2060everyone. |  |`,
    );
  });

  it("escapes what would end a cell inside of code too", () => {
    const report = sampleReport();
    const judgements = report.judgements.map((judgement) => ({
      ...judgement,
      violations: judgement.violations.map((one) => ({ ...one, message: "a: `x|<y>` and an open ` here *bold*." })),
    }));
    const [row] = rowsBelow(renderMarkdown({ ...report, judgements }), "Violations (5)").slice(-1);
    expect(row).toContain("| a: \\`x\\|&lt;y&gt;\\` and an open \\` here \\*bold\\*. |");
    const paired = judgements.map((judgement) => ({
      ...judgement,
      violations: judgement.violations.map((one) => ({ ...one, message: "a: `x|<y>` here." })),
    }));
    expect(rowsBelow(renderMarkdown({ ...report, judgements: paired }), "Violations (5)").at(-1)).toContain(
      "| a: `x\\|<y>` here. |",
    );
  });

  it("links the full report where there is one to link, else names the file", () => {
    const url = "https://ci.example.com/runs/1/report (1).html";
    expect(renderMarkdown(sampleReport(), { fullReportUrl: url })).toMatch(
      /\n\[Full report\]\(<https:\/\/ci\.example\.com\/runs\/1\/report%20\(1\)\.html>\)\n$/,
    );
    expect(renderMarkdown(sampleReport())).toMatch(/\nFull report: `policy\.html` of this run\.\n$/);
  });

  it("stays a comment that GitHub takes, and says how much it cut", () => {
    const text = renderMarkdown(endlessReport());
    expect(text.length).toBeLessThan(LIMIT);
    expect(text.length).toBeGreaterThan(LIMIT / 2);
    for (const heading of [
      "Traffic",
      "Replaced or deleted (2000)",
      "Wrong with the exceptions",
      "Active exceptions (2000)",
    ]) {
      const [, section = ""] = text.split(`### ${heading}\n\n`);
      const shown = section.split("\n\n")[0]?.match(/^(?:- |\| (?!---|Change|Rule))/gm)?.length ?? 0;
      expect(shown).toBeGreaterThan(0);
      expect(section.split("\n\n")[1]).toBe(`… and ${2000 - shown} more lines, cut here; the full report has them.`);
    }
    expect(text.split("\n").at(-2)).toBe("Full report: `policy.html` of this run.");
  });

  it("says nothing of what there is nothing of", () => {
    const text = renderMarkdown({ ...passedReport(), traffic: [], releases: [] });
    expect(text.match(/^#+ .*$/gm)).toEqual(["## ✅ Passed: no violation"]);
    expect(text).not.toContain(HOSTILE);
  });
});

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { renderHtml } from "../../../policy/report/html.ts";
import type { PolicyReport } from "../../../policy/report/report.ts";
import { largeReport, partlyExceptedReport, passedReport, RESOURCES, RULES, sampleReport } from "./sample-report.ts";

const page = renderHtml(sampleReport());

/** What is between the tags of an element with this name, for each such element. */
function contents(html: string, element: string): string[] {
  return [...html.matchAll(new RegExp(`<${element}(?: [^>]*)?>(.*?)</${element}>`, "gs"))].map(([, text = ""]) => text);
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The part of the page below one of its main headings. */
function section(html: string, id: string): string {
  return new RegExp(`<section aria-labelledby="${id}">(.*?)</section>`, "s").exec(html)?.[1] ?? "";
}

describe("renderHtml", () => {
  it("says the verdict first, and then everything else, worst first", () => {
    expect(contents(page, "h1").map(textOf)).toEqual(["✕ Refused: 4 mandatory violations and 2 warnings"]);
    expect(contents(page, "h2").map(textOf)).toEqual([
      "Findings (5)",
      "What will happen",
      "Exceptions (2)",
      "What was judged",
      "Resources (13)",
      "Evidence",
    ]);
    expect(contents(section(page, "findings"), "h3")).toEqual([
      "Critical severity (1)",
      "High severity (1)",
      "Medium severity (2)",
      "Low severity (1)",
    ]);
    expect(contents(section(page, "findings"), "h4").map(textOf)).toEqual([
      "No secret in plain text ✕ Blocks",
      "No latest tag ✕ Blocks",
      "Memory is limited ✕ Blocks",
      "Logs are rotated △ Warns",
    ]);
  });

  it("says beside the verdict what was judged, and when", () => {
    const [header = ""] = contents(page, "header");
    expect(contents(header, "dd").map(textOf)).toEqual([
      ...["tidegate", "prod", "prod", "ssh://deploy@prod-1.example.com", "1f2e3d4c5b6a", "ann"],
      "2026-11-21 12:00 UTC",
    ]);
    expect(contents(header, "p").map(textOf)[1]).toBe(
      "7 rules judged 13 resources, in 91 judgements: 79 passed, 4 violated by 5 violations, 1 excepted, 7 not applicable; 1 rule for AWS had nothing to judge.",
    );
  });

  it("says who, what and where of a finding", () => {
    const article = contents(section(page, "findings"), "article")[1] ?? "";
    expect(contents(article, "li").map(textOf)).toEqual([
      "RemoteImage: shop-blue" +
        "name: must name one certain build, got &quot;shop:latest&quot;. Add the digest (@sha256:…), or at least a versioned tag." +
        "Pulumi.prod.yaml, line 24: tidegate:services.shop.blue.image",
    ]);
    expect(contents(article, "dd").map(textOf)).toEqual([
      "Add the digest to the image (name:1.4.2@sha256:…), or at least a versioned tag.",
      "A container without it can take the whole host with it: &lt;b&gt;all&lt;/b&gt; of prod.",
      "CIS Docker Benchmark 1.6.0, 5.27: Ensure that Docker commands always make use of the latest version of their image.",
      "docs/policies.md#no-latest-tag",
    ]);
    expect(contents(article, "pre").map(textOf)).toEqual(["image: shop:latest", "image: shop:1.4.2@sha256:…"]);
  });

  it("says once what is wrong with several resources in the same way", () => {
    const [article = ""] = contents(section(renderHtml(largeReport()), "findings"), "article");
    expect(contents(article, "li")).toHaveLength(1);
    expect(contents(article, "strong").map(textOf)[0]).toMatch(/^Container: service0-blue-\d.*, service9-blue-\d$/);
  });

  it("has each resource in one cell of each rule", () => {
    const rows = contents(section(page, "matrix"), "tr").filter((row) => row.includes("<td "));
    expect(rows).toHaveLength(RULES.length - 1); // the rule for AWS has nothing to judge
    for (const row of rows) {
      const counts = contents(row, "td").flatMap((cell) => contents(cell, "strong").map(Number));
      expect(counts.reduce((sum, count) => sum + count)).toBe(RESOURCES.length);
    }
    expect(rows.map((row) => contents(row, "td").map(textOf))[2]).toEqual([
      "✕ 1Container: shop-green-0",
      "none",
      "✓ 11BlueGreenService: shopEdge: edgeContainer: edge, shop-blue-0 to 2, shop-green-1 to 2all 2 of type VolumeRemoteImage: shop-blue",
      "– 11 of other types",
    ]);
  });

  it("has no rows for rules whose types are not there, and says so", () => {
    const matrix = textOf(section(page, "matrix"));
    expect(matrix).toContain("1 rule for AWS had nothing to judge: nothing of the types that they judge is here.");
    expect(matrix).not.toContain("aws-task-not-privileged");
    const [task = ""] = RESOURCES.map(({ urn }) => urn);
    const { judgements, ...rest } = sampleReport();
    const withTask = judgements.map((judgement) =>
      judgement.rule === "aws-task-not-privileged" && judgement.resource.urn === task
        ? { ...judgement, reason: "Has no task definition" }
        : judgement,
    );
    expect(section(renderHtml({ ...rest, judgements: withTask }), "matrix")).toContain("aws-task-not-privileged");
  });

  it("lists every resource with the outcomes of all rules", () => {
    const rows = contents(section(page, "resources"), "tr").slice(1);
    expect(rows).toHaveLength(RESOURCES.length);
    expect(contents(rows[2] ?? "", "td").map(textOf)).toEqual(["docker:index/container:Container", "0", "1", "6", "1"]);
  });

  it("lists the exceptions with their owner, last day and ticket, and what is wrong with them", () => {
    const rows = contents(section(page, "exceptions"), "tr").map((row) => textOf(row.replaceAll("</td>", " | </td>")));
    expect(rows[1]).toBe(
      "active | no-engine-socketedge | all | The metrics agent needs it | until it has a proxy " +
        "&lt;b&gt;of its own&lt;/b&gt; | platform@example.com | 2027-03-31 | https://tickets.example.com/OPS-41 | 1 |",
    );
    expect(rows[2]).toContain("expired | memory-limitbatch-* | prod, stg |");
    expect(section(page, "exceptions")).toContain(
      '<a href="https://tickets.example.com/OPS-41" rel="noreferrer">https://tickets.example.com/OPS-41</a>',
    );
    expect(contents(section(page, "exceptions"), "li").map(textOf)).toEqual([
      "exceptions.1.expires: the exception from memory-limit for &quot;batch-*&quot; expired on 2026-10-31 (OPS-12, data). Keep the rule and remove it.",
    ]);
  });

  it("lists what exceptions let pass, each with its own ticket, beside what counts", () => {
    const partly = renderHtml(partlyExceptedReport());
    expect(contents(section(partly, "findings"), "li").map(textOf)).toEqual([
      "Container: shop-blue-0envs.C: must not hold a secret.",
    ]);
    const [, letPass = ""] = contents(section(partly, "exceptions"), "tbody");
    expect(contents(letPass, "tr").map((row) => contents(row, "td").map(textOf))).toEqual(
      ["shop-blue-0", "shop-blue-1"].flatMap((name) => [
        [name, "envs.A: must not hold a secret.", "OPS-A"],
        [name, "envs.B: must not hold a secret.", "OPS-B"],
      ]),
    );
  });

  it("names the versions and the hashes of plan and pack", () => {
    expect(contents(section(page, "evidence"), "dd").map(textOf)).toEqual([
      ...["2026-11-21T12:00:00.000Z", "ann", "1f2e3d4c5b6a79880716253443526170f0e1d2c3"],
      ...["https://ci.example.com/runs/17", "ssh://deploy@prod-1.example.com"],
      ...["embedded", "0.1.0", "0.1.0", "24.11.1"],
      ...["a".repeat(64), "b".repeat(64)],
    ]);
  });

  it("tells of traffic and of what is lost", () => {
    const plan = section(page, "plan");
    expect(contents(plan, "li")).toEqual(["shop moves from blue (1.4.1) to green (1.4.2)."]);
    expect(contents(plan, "tbody").map(textOf)[1]).toMatch(
      /^replaceshop-green-0docker:index\/container:Container delete/,
    );
    expect(textOf(plan)).toContain("Changes: 4 create, 1 update, 1 replace, 1 delete, 6 same.");
  });

  it("says which build goes where, by its digest", () => {
    const [releases = ""] = contents(section(page, "plan"), "tbody");
    expect(contents(releases, "tr").map((row) => [...contents(row, "th"), ...contents(row, "td")].map(textOf))).toEqual(
      [
        [
          "shop blue",
          "serves until then",
          "1.4.1",
          "1.4.1",
          "registry.example.com/shop:1.4.1",
          `sha256:${"c".repeat(64)}`,
        ],
        [
          ...["shop green", "will serve", "1.4.2", "nothing", "registry.example.com/shop:1.4.2"],
          "none: the image is named by its tag",
        ],
      ],
    );
  });

  it("says what it does not know of who asked, and what is not committed", () => {
    const unknown = { commit: null, isClean: null, actor: null, run: null };
    const evidence = (source: PolicyReport["source"]) =>
      contents(section(renderHtml({ ...sampleReport(), source }), "evidence"), "dd")
        .map(textOf)
        .slice(1, 4);
    expect(evidence(unknown)).toEqual(["not known", "not known", "not by a CI server"]);
    expect(evidence({ ...unknown, commit: "ab12", isClean: false })[1]).toBe(
      "ab12, and changes that are not committed",
    );
  });

  it("names itself on every printed page", () => {
    const [styles = ""] = contents(page, "style");
    expect(styles).toContain('@top-left { content: "tidegate/prod: Refused');
    const { stack: _stack, ...rest } = sampleReport();
    const [hostile = ""] = contents(renderHtml({ ...rest, stack: '"}</style><b>\\' }), "style");
    expect(hostile).toContain('content: "tidegate/\\22 \\7d \\3c /style\\3e \\3c b\\3e \\5c : Refused');
  });

  it("shows hostile text as text", () => {
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; | &quot;quoted&quot;");
    for (const raw of ["<script", "<b>", "\u202E", "\u0007"]) expect(page).not.toContain(raw);
  });

  it("allows its own style sheet by its hash and nothing else", () => {
    const [styles = ""] = contents(page, "style");
    const hash = createHash("sha256").update(styles).digest("base64");
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; ` +
        `base-uri &#39;none&#39;; form-action &#39;none&#39;">`,
    );
    expect(page).not.toMatch(/ style=| src=|<link|@import|url\(/);
  });

  it("says in words that there is nothing to say", () => {
    const passed = renderHtml(passedReport());
    expect(contents(passed, "h1").map(textOf)).toEqual(["✓ Passed: no violation"]);
    expect(textOf(section(passed, "findings"))).toBe("Findings (0) ✓ Passed: nothing violates a rule.");
    expect(textOf(section(passed, "exceptions"))).toBe("Exceptions (0) There are none.");
    expect(textOf(section(passed, "plan"))).toContain("Nothing is replaced or deleted. Nothing changes.");
  });
});

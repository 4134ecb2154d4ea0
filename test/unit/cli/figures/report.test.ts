import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFINITIONS } from "../../../../cli/figures/definitions.ts";
import { figuresResult, reportSchema } from "../../../../cli/figures/figures-result.ts";
import { renderHtml } from "../../../../cli/figures/render-html.ts";
import { renderText } from "../../../../cli/figures/render-text.ts";
import type { FiguresSubject } from "../../../../cli/figures/subject.ts";
import { proofOf } from "../../../../cli/ledger/proof.ts";
import { reportFigures, type FiguresRequest } from "../../../../delivery/figures/report.ts";
import { splitLedger } from "../../../../delivery/ledger/ledger-text.ts";
import { verifyChain } from "../../../../delivery/ledger/verify-chain.ts";
import { busyMonth, MONTH } from "../../../support/ledger/busy-month.ts";
import { change, refused, sealed, side, switchTo } from "../../../support/ledger/entries.ts";
import { MemoryStore } from "../../../support/ledger/memory-store.ts";
import { MINUTE, START } from "../../../support/ledger/timed.ts";
import { useZone } from "../../../support/use-zone.ts";

useZone("Europe/Berlin");

const plain = (_: unknown, text: string) => text;

/** A ledger's report in every form. */
function forms(
  store: MemoryStore,
  { service = null, committedAt = new Map() }: Partial<Pick<FiguresRequest, "service" | "committedAt">> = {},
) {
  const check = verifyChain(splitLedger(store.text));
  const report = reportFigures(check.lines, { period: MONTH, service, committedAt });
  const subject: FiguresSubject = { project: "shop", stack: "prod", service };
  return {
    text: renderText(report, subject, plain),
    page: renderHtml(report, subject, proofOf(check, MONTH.to)),
    result: figuresResult(report, subject),
  };
}

/** A ledger in which whatever somebody chose is this text, and everything that is told of has happened. */
function named(text: string): MemoryStore {
  const store = new MemoryStore();
  const to = { ...side("green", sealed("2")), version: text };
  const gate = { gate: text, verdict: "inconclusive" as const, asked: "a", seen: "s", wanted: "w", remedy: null };
  store.at = START;
  store.write(refused(to, { service: text, stage: "gates", gates: [{ ...gate, tookMs: 1 }] }));
  store.at += 16 * MINUTE;
  store.write(switchTo(to, { service: text, change: change({ commit: text, emergency: text }) }));
  store.write({ kind: "verified", service: text, generation: 1, version: text, switchMs: 1 });
  store.write(switchTo(side("blue", sealed("1")), { service: "mail" }));
  return store;
}

const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

describe("the report for a terminal", () => {
  it("tells every figure with its basis, in 80 columns", async () => {
    const { text } = forms(busyMonth());
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, "report.golden.txt"));
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  it("says that nothing is known where the ledger tells of nothing", () => {
    const { text } = forms(new MemoryStore());
    expect(text).toContain("30 days.\nThe ledger tells of no time in this period.\n");
    expect(text).not.toMatch(/\d %|By service|Refused by|Took more than 15 minutes\n/);
    expect(text.match(/not known/g)).toHaveLength(11);
    expect(text).not.toMatch(/ $/m);
  });

  it("has no table of services where it is about one", () => {
    const { text } = forms(busyMonth(), { service: "shop" });
    expect(text).toMatch(/^Deployments of shop in prod\n/);
    expect(text).toContain("8 deployments in 29 days");
    expect(text).not.toContain("By service");
  });

  it("fits 80 columns whatever a service, a version or a gate is called", () => {
    expect(widest(forms(named("x".repeat(60))).text)).toBeLessThanOrEqual(80);
  });

  it("keeps lead times from a commit and from the first entry apart", () => {
    const commit = "0f1e2d3c4b5a69788796a5b4c3d2e1f001122334";
    const store = busyMonth();
    store.at = MONTH.to - 60 * MINUTE;
    store.write(switchTo(side("green", sealed("9")), { service: "mail", change: change({ commit }) }));
    store.write({ kind: "verified", service: "mail", generation: 1, version: "9", switchMs: 1 });
    const { text } = forms(store, { committedAt: new Map([[commit, MONTH.to - 120 * MINUTE]]) });
    expect(text).toMatch(/change lead time +1h01m +median of 1 proved deployment,\n +from the commit\n/);
    expect(text).toMatch(/lead time without a commit +1m35s +median of 9 proved deployments,\n +from the first entry/);
  });

  it("moves no cursor and turns no reading order, whatever stands in the ledger", () => {
    const { text } = forms(named("\u001b[2J\u202e"));
    expect(text).toContain("\\u{1b}[2J\\u{202e}");
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});

describe("docs/figures.md", () => {
  const page = readFileSync(new URL("../../../../docs/figures.md", import.meta.url), "utf8");

  it("shows the report as it is", () => {
    expect(page).toContain(`\`\`\`\n${forms(busyMonth()).text}\`\`\`\n`);
  });

  it.each(DEFINITIONS)("says of $name what the page says", ({ name, dora, here }) => {
    const cells = page.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
    const told = cells.filter((line) => line[1] === name).map((line) => line[2]);
    expect(told).toEqual([...(dora === null ? [] : [dora]), here]);
  });
});

describe("the report as a page", () => {
  it("runs and loads nothing, and takes no text of the ledger for markup", () => {
    const { page } = forms(named(`<script>alert(1)</script>"'`));
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;");
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page).not.toMatch(/\b(?:src|href|action|style)=/);
  });

  it("names the head, and warns where the chain cannot be proved", () => {
    const store = busyMonth();
    expect(forms(store).page).toMatch(/from the ledger: 25 entries, head 25:[0-9a-f]{64}\./);
    expect(forms(store).page).not.toContain('class="warning"');
    store.lines = store.lines.toSpliced(3, 1);
    expect(forms(store).page).toContain("The ledger's chain cannot be proved: entry 4 is missing.");
  });
});

it("is the same for machines, and keeps to its schema", () => {
  for (const store of [busyMonth(), new MemoryStore(), named("x")]) {
    const { result } = forms(store);
    expect(reportSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  }
  const { result } = forms(busyMonth());
  expect(result).toMatchObject({
    ...{ stack: "prod", service: null, since: "2026-11-01T00:00:00.000Z", until: "2026-12-01T00:00:00.000Z" },
    ...{ observedSince: "2026-11-02T00:00:00.000Z", total: { deployments: 10, failed: { count: 2, of: 10 } } },
  });
  expect(result.releases).toHaveLength(13);
});

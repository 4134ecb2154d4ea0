import { expect, test } from "vitest";
import { buildReport } from "../../../../cli/policy/build-report.ts";
import { judgeDeclared } from "../../../../cli/policy/judge-declared.ts";
import { RunObserver } from "../../../../cli/policy/observe-run.ts";
import type { EngineEvent } from "../../../../engine/events.ts";
import { renderHtml } from "../../../../policy/report/html.ts";
import { renderJunit } from "../../../../policy/report/junit.ts";
import { renderMarkdown } from "../../../../policy/report/markdown.ts";
import { renderSarif } from "../../../../policy/report/sarif.ts";
import { verdictTitle } from "../../../../policy/report/verdict.ts";
import { settingsSchema } from "../../../../policy/settings.ts";

const exception = {
  ...{ rule: "image-digest", resource: "shop-*", reason: "no digests yet", owner: "ann" },
  ...{ expires: "2027-03-31", ticket: "OPS-12" },
};
const FRAME = {
  ...{ stack: "prod", today: "2026-11-21", observed: undefined, project: "tidegate", engine: "embedded" as const },
  ...{ wasRefused: false, generatedAt: "2026-11-21T10:00:00.000Z", packHash: "ab".repeat(32) },
  settings: settingsSchema.parse({ exceptions: [exception, { ...exception, resource: "api-*", ticket: "OPS-13" }] }),
  configs: {
    prod: {
      "tidegate:services": {
        shop: { activeColor: "blue", blue: { version: "1", image: "registry.example/shop:latest" } },
      },
    },
  },
  versions: { tidegate: "0.1.0", pack: "0.1.0", node: "v24" },
  ...{ host: "unix:///run/docker.sock", releases: [], source: { commit: null, isClean: null, actor: null, run: null } },
  stackFile: { path: "Pulumi.prod.yaml", text: "config: {}\n" },
};
const BROKE = 'services.shop.blue.image: must name one certain build, got "shop:latest". Add the digest.';

function report(events: readonly EngineEvent[] = []) {
  const run = new RunObserver();
  for (const event of events) run.event(event);
  for (const event of judgeDeclared(FRAME, { project: "tidegate", seen: new Set() })) run.event(event);
  return buildReport(run, [], FRAME);
}

const broken = () => report([{ type: "diagnostic", severity: "error", message: BROKE, ephemeral: false }]);

test("judges the services of a stack's file and their images as the pack would", () => {
  const found = report().judgements.filter(({ outcome }) => outcome === "violated" || outcome === "excepted");
  expect(found.map(({ rule, resource, outcome }) => [rule, resource.name, outcome])).toEqual([
    ["no-latest-tag", "shop-blue", "violated"],
    ["versioned-image-tag", "shop-blue", "violated"],
    ["image-digest", "shop-blue", "excepted"],
    ["both-colors-declared", "shop", "violated"],
    ["rollback-target", "shop", "violated"],
    ["gate-floor", "shop", "violated"],
    ["release-gates-declared", "shop", "violated"],
  ]);
});

test("knows the gates that the stack declares for all services", () => {
  const { prod } = FRAME.configs;
  const configs = { prod: { ...prod, "tidegate:gates": { window: true, provenIn: true } } };
  const events = judgeDeclared({ ...FRAME, configs }, { project: "tidegate", seen: new Set() });
  expect(events.flatMap((event) => (event.type === "policy" ? event.rule : []))).not.toContain(
    "release-gates-declared",
  );
});

test("leaves to the pack what the pack has judged", () => {
  const all = judgeDeclared(FRAME, { project: "tidegate", seen: new Set() }).flatMap((event) =>
    event.type === "judged" ? (event.urn ?? []) : [],
  );
  expect(all).toHaveLength(2);
  expect(judgeDeclared(FRAME, { project: "tidegate", seen: new Set(all) })).toEqual([]);
});

test("is the rest of a report that says first, in every form, that the program broke off", () => {
  const made = broken();
  expect(made).toMatchObject({ verdict: "refused", brokeOff: BROKE });
  expect(verdictTitle(made)).toBe("Refused: the program broke off; until then 6 mandatory violations");
  expect(renderMarkdown(made)).toMatch(
    /broke off; until then[^]*The program broke off before it had declared everything: serv/,
  );
  expect(renderMarkdown(made)).not.toMatch(/Changes:|No service/);
  expect(renderHtml(made)).toMatch(/broke off before it had declared everything: [^]*What it would do is not known/);
  expect(renderHtml(made)).not.toMatch(/No service is declared|Nothing is replaced or deleted/);
  expect(renderJunit(made)).toContain('<testsuite name="program" tests="1" failures="1"');
  expect(renderSarif(made)).toMatch(/"executionSuccessful": false[^]*"toolExecutionNotifications"/);
  expect(renderJunit(report())).not.toContain('name="program"');
});

test("knows of no exception that it is not needed when the program broke off", () => {
  expect(broken().exceptions.map(({ state }) => state)).toEqual(["active", "not seen"]);
  expect(broken().exceptionFindings).toEqual([]);
  expect(report().exceptionFindings).toEqual([
    'exceptions.1: the exception from image-digest for "api-*" is not needed in prod (OPS-13). ' +
      "Remove it, or limit it to the stacks that need it (`stacks: […]`).",
  ]);
});

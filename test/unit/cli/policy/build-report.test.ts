import { describe, expect, it } from "vitest";
import { buildReport, type ReportFrame } from "../../../../cli/policy/build-report.ts";
import { judgePlan } from "../../../../cli/policy/judge-plan.ts";
import { RunObserver } from "../../../../cli/policy/observe-run.ts";
import type { EngineEvent, StepInfo, StepOp } from "../../../../engine/events.ts";
import { renderExcepted } from "../../../../policy/excepted-message.ts";
import { keepActiveContainers } from "../../../../policy/plan/keep-active-containers.ts";
import { keepData } from "../../../../policy/plan/keep-data.ts";
import { promoteUnchanged } from "../../../../policy/plan/promote-unchanged.ts";
import { noLatestTag } from "../../../../policy/rules/no-latest-tag.ts";
import { settingsSchema, type PolicyException } from "../../../../policy/settings.ts";

const IMAGE = "docker:index/remoteImage:RemoteImage";
const VOLUME = "docker:index/volume:Volume";
const CONTAINER = "docker:index/container:Container";
const urn = (type: string, name: string) => `urn:pulumi:prod::tidegate::${type}::${name}`;

const judged = (of: string, passed: string[], notApplicable: Record<string, string> = {}): EngineEvent => ({
  ...{ type: "judged", pack: "tidegate", packVersion: "0.1.0" },
  ...{ urn: of, passed, notApplicable },
});
const violation = (of: string, rule: string, message: string): EngineEvent => ({
  ...{ type: "policy", pack: "tidegate", level: "mandatory" },
  ...{ urn: of, rule, message },
});
const step = (op: StepOp, type: string, name: string): EngineEvent => {
  const info: StepInfo = { op, type, name, urn: urn(type, name), changes: [] };
  return { type: "step-done", step: info, elapsedMs: 1 };
};

const exception: PolicyException = {
  ...{ rule: "no-latest-tag", resource: "shop-*", reason: "no versions yet", owner: "ann" },
  ...{ expires: "2027-03-31", ticket: "OPS-12" },
};
const STACK_FILE = 'config:\n  tidegate:services:\n    shop:\n      blue: { version: "1", image: "shop:latest" }\n';

const frame = (settings: object, configs: ReportFrame["configs"]): ReportFrame => ({
  ...{ project: "tidegate", stack: "prod", engine: "embedded", generatedAt: "2026-11-21T10:00:00.000Z" },
  ...{ wasRefused: false, today: "2026-11-21", observed: undefined, configs },
  settings: settingsSchema.parse(settings),
  ...{ host: "unix:///run/docker.sock", releases: [], source: { commit: null, isClean: null, actor: null, run: null } },
  versions: { tidegate: "0.1.0", pack: "0.1.0", node: "v24" },
  packHash: "ab".repeat(32),
  stackFile: { path: "Pulumi.prod.yaml", text: STACK_FILE },
});

function reportOf(
  events: readonly EngineEvent[],
  settings: object = {},
  configs: ReportFrame["configs"] = { prod: {} },
) {
  const run = new RunObserver();
  for (const event of events) run.event(event);
  const of = frame(settings, configs);
  return buildReport(run, judgePlan(run.steps, of), of);
}

const SHOP = urn(IMAGE, "shop-blue");
const MESSAGE = 'name: must name one certain build, got "shop:latest". Add the digest.';

describe("a policy report", () => {
  it("has one judgement for every rule and resource, whatever came of it", () => {
    const report = reportOf([
      violation(SHOP, "no-latest-tag", `${noLatestTag.description}\n${MESSAGE}`),
      judged(SHOP, ["image-digest"], { "image-registry-allowlist": "No list is set" }),
      judged(urn(VOLUME, "data"), []),
    ]);
    const outcome = (rule: string, of: string) =>
      report.judgements.find((judgement) => judgement.rule === rule && judgement.resource.urn === of);
    expect(outcome("no-latest-tag", SHOP)).toMatchObject({
      outcome: "violated",
      resource: { type: IMAGE, name: "shop-blue" },
      violations: [{ message: MESSAGE, location: { file: "Pulumi.prod.yaml", line: 4 } }],
    });
    expect(outcome("image-digest", SHOP)).toMatchObject({ outcome: "passed", violations: [] });
    expect(outcome("image-registry-allowlist", SHOP)).toMatchObject({
      outcome: "not-applicable",
      reason: "No list is set",
    });
    expect(outcome("versioned-image-tag", SHOP)).toMatchObject({ reason: "The engine does not tell why" });
    expect(outcome("no-latest-tag", urn(VOLUME, "data"))).toMatchObject({ reason: "Judges resources of other types" });
    const perResource = new Set(report.judgements.map(({ rule, resource }) => `${rule} ${resource.urn}`));
    expect(perResource.size).toBe(report.judgements.length);
    expect(report.verdict).toBe("refused");
  });

  it("passes when nothing is violated, and when only exceptions are", () => {
    expect(reportOf([judged(SHOP, ["no-latest-tag"])]).verdict).toBe("passed");
    const excepted = renderExcepted({ rule: "no-latest-tag", violation: MESSAGE, exception });
    const told = { ...violation(SHOP, "active-exceptions", excepted), level: "advisory" } as EngineEvent;
    const report = reportOf([told, judged(SHOP, ["no-latest-tag"])], { exceptions: [exception] });
    expect(report.verdict).toBe("passed");
    expect(report.judgements.find(({ rule }) => rule === "no-latest-tag")).toMatchObject({
      outcome: "excepted",
      violations: [{ message: MESSAGE, exception }],
    });
    expect(report.exceptions).toEqual([{ ...exception, state: "active", used: 1 }]);
    expect(report.exceptionFindings).toEqual([]);
  });

  it.each([
    { open: ["envs.C: is a secret."], outcome: "violated", verdict: "refused" },
    { open: [], outcome: "excepted", verdict: "passed" },
  ])("keeps each exception with the violation it lets pass, where $open.length more count", ({ open, ...expected }) => {
    const rule = "no-plaintext-secret";
    const of = urn(CONTAINER, "shop-blue-0");
    const letPass = ["envs.A", "envs.B"].map((input) => ({
      violation: `${input}: is a secret.`,
      exception: { ...exception, rule, input, ticket: `OPS-${input}` },
    }));
    const exceptions = letPass.map((one) => one.exception);
    const told = letPass.map((one) => violation(of, "active-exceptions", renderExcepted({ rule, ...one })));
    const report = reportOf([...open.map((text) => violation(of, rule, text)), ...told, judged(of, [])], {
      exceptions,
    });
    expect(report.verdict).toBe(expected.verdict);
    expect(report.judgements.find((judgement) => judgement.rule === rule)).toMatchObject({
      outcome: expected.outcome,
      violations: [
        ...open.map((message) => ({ message })),
        ...letPass.map((one) => ({ message: one.violation, exception: one.exception })),
      ],
    });
    expect(report.exceptions).toEqual(exceptions.map((one) => ({ ...one, state: "active", used: 1 })));
    expect(report.exceptionFindings).toEqual([]);
  });

  it("tells of exceptions that are not in order", () => {
    const expired = { ...exception, expires: "2026-11-20" };
    const report = reportOf([judged(SHOP, [])], {
      exceptions: [exception, expired, { ...exception, stacks: ["dev"] }],
    });
    expect(report.exceptions.map(({ state }) => state)).toEqual(["unused", "expired", "other stack"]);
    expect(report.exceptionFindings).toEqual([
      'exceptions.0: the exception from no-latest-tag for "shop-*" is not needed in prod (OPS-12). Remove it, or limit it to the stacks that need it (`stacks: […]`).',
      'exceptions.1.expires: the exception from no-latest-tag for "shop-*" expired on 2026-11-20 (OPS-12, ann). Keep the rule and remove it.',
    ]);
  });

  it("judges the plan too, and lets exceptions hold there", () => {
    const lost = [step("delete", VOLUME, "data"), step("same", IMAGE, "shop-blue")];
    const report = reportOf(lost);
    expect(report.verdict).toBe("refused");
    expect(report.losses).toEqual([{ op: "delete", type: VOLUME, name: "data" }]);
    expect(report.changes).toEqual({ delete: 1, same: 1 });
    const meant = { ...exception, rule: "keep-data", resource: "data" };
    const letGo = reportOf(lost, { exceptions: [meant] });
    expect(letGo).toMatchObject({ verdict: "passed", exceptions: [{ state: "active", used: 1 }] });
  });

  it("has a cell for every rule and everything planned, whether a pack saw it or a plan rule judged it", () => {
    const corporate = { ...violation(SHOP, "corp-no-root", "must not be root"), pack: "corp" } as EngineEvent;
    const shop = [CONTAINER, "shop-blue-0"] as const;
    const report = reportOf([
      ...[corporate, judged(SHOP, ["no-latest-tag"]), judged(urn(...shop), ["corp-no-root"])],
      ...[step("same", IMAGE, "shop-blue"), step("create", ...shop), step("delete", VOLUME, "data")],
    ]);
    const cells = report.judgements.map(({ rule, resource }) => `${rule} ${resource.urn}`);
    expect(cells).toEqual(
      report.rules.flatMap(({ id }) => [SHOP, urn(...shop), urn(VOLUME, "data")].map((of) => `${id} ${of}`)),
    );
    const row = (rule: string) =>
      report.judgements.flatMap((one) => (one.rule === rule ? [one.reason ?? one.outcome] : []));
    expect(row("no-latest-tag")).toEqual(["passed", "The engine does not tell why", "Judges resources of other types"]);
    expect(row("corp-no-root")).toEqual(["violated", "passed", "No pack was shown it"]);
    expect(row("keep-data")).toEqual([keepData.notApplicable, keepData.notApplicable, "violated"]);
    expect(row("keep-active-containers")).toEqual(Array(3).fill(keepActiveContainers.notApplicable));
    expect(row("promote-unchanged")).toEqual(Array(3).fill(promoteUnchanged.notApplicable));
  });

  it("is refused by a plan rule that an exception lets pass for one input only", () => {
    const configs = {
      stg: { "tidegate:services": { shop: { release: { port: 1, user: "a" } } } },
      prod: { "tidegate:services": { shop: { release: { port: 2, user: "b" } } } },
    };
    const meant = { ...exception, rule: "promote-unchanged", resource: "Pulumi.prod.yaml", input: "*.port" };
    const report = reportOf([step("create", CONTAINER, "shop-green-0")], { exceptions: [meant] }, configs);
    const told = (key: string): unknown => expect.stringMatching(`^tidegate:services\\.shop\\.release\\.${key}: `);
    expect(report.verdict).toBe("refused");
    expect(report.judgements.find(({ rule }) => rule === "promote-unchanged")).toMatchObject({
      outcome: "violated",
      violations: [{ message: told("user") }, { message: told("port"), exception: meant }],
    });
    expect(report.exceptions).toMatchObject([{ state: "active", used: 1 }]);
    expect(report.exceptionFindings).toEqual([]);
  });

  it("leaves out what a refresh before the preview found, and what Pulumi says of values not known yet", () => {
    const report = reportOf([
      step("delete", VOLUME, "data"),
      { type: "phase", phase: "preview" },
      violation(SHOP, "no-latest-tag", "can't run policy 'no-latest-tag' during preview: name can't be known"),
      judged(SHOP, []),
    ]);
    expect(report).toMatchObject({ verdict: "passed", losses: [] });
  });

  it("is refused by a rule of somebody else's pack, too, and of the stack as a whole", () => {
    const corporate = { ...violation(SHOP, "corp-no-root", "must not be root"), pack: "corp" } as EngineEvent;
    const { urn: _urn, ...whole } = violation("", "corp-budget", "too dear") as Extract<
      EngineEvent,
      { type: "policy" }
    >;
    const report = reportOf([corporate, whole, judged(SHOP, [])]);
    expect(report.verdict).toBe("refused");
    expect(report.judgements.filter(({ outcome }) => outcome === "violated")).toMatchObject([
      { rule: "corp-no-root", resource: { name: "shop-blue" }, violations: [{ message: "must not be root" }] },
      { rule: "corp-budget", resource: { name: "prod" }, violations: [{ message: "too dear" }] },
    ]);
    expect(report.rules.find(({ id }) => id === "corp-no-root")).toMatchObject({ level: "mandatory" });
  });

  it("hashes the same plan to the same text, whatever the order of its steps", () => {
    const steps = [step("create", VOLUME, "a"), step("update", VOLUME, "b")];
    const { plan } = reportOf(steps).hashes;
    expect(reportOf(steps.toReversed()).hashes.plan).toBe(plan);
    expect(reportOf([step("create", VOLUME, "a"), step("same", VOLUME, "b")]).hashes.plan).not.toBe(plan);
  });
});

import { describe, expect, it } from "vitest";
import { keepActiveContainers } from "../../policy/plan/keep-active-containers.ts";
import { keepData } from "../../policy/plan/keep-data.ts";
import { PLAN_RULES } from "../../policy/plan/plan-rules.ts";
import type { Plan, PlannedStep, PlanRule } from "../../policy/plan/plan.ts";
import { promoteUnchanged } from "../../policy/plan/promote-unchanged.ts";
import { CONTAINER, NETWORK, VOLUME } from "../../policy/resource-types.ts";
import { settingsSchema } from "../../policy/settings.ts";

const step = (op: PlannedStep["op"], type: string, name: string): PlannedStep => ({
  ...{ op, type, name },
  urn: `urn:pulumi:prod::tidegate::${type}::${name}`,
});

const plan = (change: Partial<Plan> = {}): Plan => ({
  ...{ stack: "prod", tier: "prod", steps: [], retired: new Set(), configs: {} },
  serving: [{ service: "shop", color: "blue" }],
  replicas: { shop: 2 },
  settings: settingsSchema.parse({}),
  ...change,
});

const violationsOf = (rule: PlanRule, change: Partial<Plan>) =>
  rule.check(plan(change)).flatMap(({ violations }) => violations);

describe("keep-active-containers", () => {
  it.each(["same", "create", "update"] as const)("passes a container that serves and is to %s", (op) => {
    expect(keepActiveContainers.check(plan({ steps: [step(op, CONTAINER, "shop-blue-0")] }))).toMatchObject([
      { resource: { name: "shop-blue-0" }, violations: [] },
    ]);
  });

  it.each([
    ["replace", "replaced"],
    ["delete", "deleted"],
  ] as const)("refuses to %s a container that serves", (op, done) => {
    expect(violationsOf(keepActiveContainers, { steps: [step(op, CONTAINER, "shop-blue-1")] })).toEqual([
      `services.shop.blue: shop-blue-1 serves and would be ${done}. Put the change into the idle color and move the traffic.`,
    ]);
  });

  it("refuses it for both colors while traffic goes to both", () => {
    const serving = [
      { service: "shop", color: "blue" },
      { service: "shop", color: "green" },
    ] as const;
    const steps = [step("replace", CONTAINER, "shop-blue-0"), step("replace", CONTAINER, "shop-green-0")];
    expect(violationsOf(keepActiveContainers, { serving, steps })).toHaveLength(2);
  });

  it("lets a replica go that the config no longer wants, and no other", () => {
    const steps = [step("delete", CONTAINER, "shop-blue-1"), step("delete", CONTAINER, "shop-blue-2")];
    expect(keepActiveContainers.check(plan({ steps })).map(({ violations }) => violations.length)).toEqual([1, 0]);
    expect(violationsOf(keepActiveContainers, { steps: [step("replace", CONTAINER, "shop-blue-2")] })).toHaveLength(1);
  });

  it("lets a service go that is retired, and not one that vanished from the config", () => {
    const steps = [step("delete", CONTAINER, "shop-blue-0")];
    expect(violationsOf(keepActiveContainers, { steps, replicas: {}, retired: new Set(["shop"]) })).toEqual([]);
    expect(violationsOf(keepActiveContainers, { steps, replicas: {} })).toHaveLength(1);
  });

  it("leaves idle colors, other services of a longer name and other things alone", () => {
    const steps = [
      step("replace", CONTAINER, "shop-green-0"),
      step("replace", CONTAINER, "shop-blue-x-0"),
      step("replace", CONTAINER, "edge"),
      step("replace", VOLUME, "shop-blue-0"),
    ];
    expect(keepActiveContainers.check(plan({ steps }))).toEqual([]);
  });
});

describe("keep-data", () => {
  it.each([
    ["volume", VOLUME],
    ["network", NETWORK],
  ])("refuses to lose a %s", (kind, type) => {
    for (const op of ["replace", "delete"] as const) {
      expect(violationsOf(keepData, { steps: [step(op, type, "data")] })).toEqual([
        `name: the ${kind} data would be ${op}d. Keep it, or remove it by hand once it is empty.`,
      ]);
    }
    for (const op of ["same", "create", "update"] as const) {
      expect(keepData.check(plan({ steps: [step(op, type, "data")] }))).toMatchObject([{ violations: [] }]);
    }
  });

  it("lets the state forget an app's volumes, which stay on the host, and no others", () => {
    const steps = [step("delete", VOLUME, "shop-data-uploads"), step("delete", VOLUME, "shop-uploads")];
    expect(keepData.check(plan({ steps })).map(({ violations }) => violations.length)).toEqual([0, 1]);
    const gone = [step("delete", VOLUME, "api-data-uploads")];
    expect(violationsOf(keepData, { steps: gone })).toHaveLength(1);
    expect(violationsOf(keepData, { steps: gone, retired: new Set(["api"]) })).toEqual([]);
    expect(violationsOf(keepData, { steps: [step("replace", VOLUME, "shop-data-uploads")] })).toHaveLength(1);
  });

  it("lets go of what a Prometheus of the stack's own has, and replaces none of it", () => {
    const names = ["observability-prometheus", "observability-alertmanager-b", "observability-alerting"];
    const types = [VOLUME, VOLUME, NETWORK];
    const stepsOf = (op: "delete" | "replace") => names.map((name, index) => step(op, types[index] ?? "", name));
    expect(violationsOf(keepData, { steps: stepsOf("delete") })).toEqual([]);
    expect(violationsOf(keepData, { steps: stepsOf("replace") })).toHaveLength(3);
    expect(violationsOf(keepData, { steps: [step("delete", VOLUME, "observability-prometheuses")] })).toHaveLength(1);
  });

  it("has nothing to say about containers", () => {
    expect(keepData.check(plan({ steps: [step("delete", CONTAINER, "shop-green-0")] }))).toEqual([]);
  });
});

describe("promote-unchanged", () => {
  const config = (health: string, more: object = {}) => ({
    "tidegate:host": health,
    "tidegate:services": { shop: { activeColor: "blue", release: { health: { path: health } }, ...more } },
  });
  const steps = [step("create", CONTAINER, "shop-green-0")];
  const judge = (change: Partial<Plan>) => violationsOf(promoteUnchanged, { steps, ...change });

  it("refuses what only production has or has not, each key once, without its value", () => {
    const configs = {
      stg: config("/healthz", { smoke: [] }),
      prod: config("/ready", { DATABASE_PASSWORD: "hunter2" }),
    };
    expect(judge({ configs })).toEqual([
      "tidegate:services.shop.DATABASE_PASSWORD: must be as in stg: is there, and not in Pulumi.stg.yaml. Try it in staging first.",
      "tidegate:services.shop.release.health.path: must be as in stg: differs from what is in Pulumi.stg.yaml. Try it in staging first.",
      "tidegate:services.shop.smoke: must be as in stg: is missing, and in Pulumi.stg.yaml. Try it in staging first.",
    ]);
  });

  it("passes equal configs, what differs by nature, what may differ, and what is encrypted in both", () => {
    const equal = {
      stg: config("/healthz", { token: { secure: "v1:a" } }),
      prod: config("/healthz", { token: { secure: "v1:b" } }),
    };
    expect(promoteUnchanged.check(plan({ steps, configs: equal }))).toMatchObject([
      { resource: { name: "Pulumi.prod.yaml" }, violations: [] },
    ]);
    const settings = settingsSchema.parse({ promotion: { mayDiffer: ["tidegate:services.*.release.health"] } });
    const configs = { stg: config("/healthz", { environment: {} }), prod: config("/ready", { activeColor: "green" }) };
    expect(judge({ configs, settings })).toEqual([]);
  });

  it("takes a plain value at the top for the text that the Pulumi CLI makes of it, and one below for what it is", () => {
    const of = (value: unknown) => ({
      "tidegate:allowEdgeReplace": value,
      "tidegate:services": { shop: { on: value } },
    });
    expect(judge({ configs: { stg: of(false), prod: of("false") } })).toEqual([
      "tidegate:services.shop.on: must be as in stg: differs from what is in Pulumi.stg.yaml. Try it in staging first.",
    ]);
    expect(judge({ configs: { stg: of(false), prod: of(true) } })).toHaveLength(2);
  });

  it("lets a flip or a rollback through, which brings no container", () => {
    const configs = { stg: config("/healthz"), prod: config("/ready") };
    expect(promoteUnchanged.check(plan({ configs, steps: [step("update", CONTAINER, "shop-blue-0")] }))).toEqual([]);
    expect(judge({ configs, steps: [step("replace", CONTAINER, "shop-green-0")] })).toHaveLength(1);
  });

  it("judges production only, and only where there is a staging", () => {
    const configs = { stg: config("/healthz"), prod: config("/ready") };
    expect(promoteUnchanged.check(plan({ steps, configs, stack: "stg" }))).toEqual([]);
    expect(promoteUnchanged.check(plan({ steps, configs: { prod: config("/ready") } }))).toEqual([]);
  });

  it("can compare other stacks", () => {
    const settings = settingsSchema.parse({ promotion: { from: "rc", to: "live" } });
    const configs = { rc: config("/healthz"), live: config("/ready") };
    expect(judge({ configs, settings, stack: "live" })).toHaveLength(1);
  });
});

it("explains every plan rule", () => {
  for (const rule of PLAN_RULES) {
    expect(rule.group).toBe("plan");
    expect(rule.description).toMatch(/\.$/);
    expect(rule.notApplicable).toMatch(/^Judges /);
  }
});

import { beforeAll, describe, expect, it } from "vitest";
import { AwsError } from "../../../platforms/aws/aws-error.ts";
import { asObserved } from "../../../platforms/aws/observe/as-observed.ts";
import { observeAws } from "../../../platforms/aws/observe/observe.ts";
import { ruleProblems } from "../../../platforms/aws/observe/rule-problems.ts";
import { isInPlace, strayWorkers } from "../../../plan/serving-colors.ts";
import { Account, type AccountStack, type MadePool } from "../../support/aws/account.ts";
import { useAws } from "../../support/aws/use-aws.ts";
import { recordOf } from "../../support/aws/records.ts";

const NO_LEDGER = { head: null, broken: null, hasRoom: true };

const aws = useAws();
const account = new Account(aws);

describe("a stack in an account", () => {
  let stack: AccountStack;
  let blue: MadePool;
  let green: MadePool;
  let rule: string;
  const observe = () => observeAws(account.clients, stack.place);
  const hosts = async () => {
    const records = [recordOf("shop", "blue", { blue: "1.0.0" })];
    return asObserved(stack.place, await observe(), { records, ledger: NO_LEDGER }, 1_800_000_000).hosts;
  };

  beforeAll(async () => {
    stack = await account.createStack();
    blue = await account.createPool(stack, { color: "blue" });
    green = await account.createPool(stack, { color: "green", version: "2.0.0" });
    const weights = [
      { group: blue.group, weight: 100 },
      { group: green.group, weight: 0 },
    ];
    rule = await account.createRule(stack, weights, { generation: 7 });
  });

  it("is read with its weights, pools, tasks and their health", async () => {
    const { rules, pools, health, foreign } = await observe();
    expect(rules).toEqual([
      {
        ...{ arn: rule, service: "shop", environment: stack.environment, priority: 100, generation: 7 },
        groups: [
          { group: blue.group, weight: 100 },
          { group: green.group, weight: 0 },
        ],
        stickySeconds: null,
      },
    ]);
    expect(foreign).toEqual([]);
    const expected = {
      service: "shop",
      environment: stack.environment,
      desired: 2,
      replicas: null,
      isScaled: false,
      running: 2,
      pending: 0,
      events: [],
    };
    expect(pools.map(({ tasks: _, ...pool }) => pool)).toEqual([
      { ...expected, color: "blue", ...of(blue), version: "1.0.0", release: "hash-1.0.0" },
      { ...expected, color: "green", ...of(green), version: "2.0.0", release: "hash-2.0.0" },
    ]);
    expect(pools.map(({ tasks }) => tasks.map(({ arn }) => arn).toSorted())).toEqual([
      blue.tasks.toSorted(),
      green.tasks.toSorted(),
    ]);
    expect(pools[1]?.tasks[0]).toMatchObject({ status: "RUNNING", version: "2.0.0", release: "hash-2.0.0" });
    expect(health.get(green.group)?.map(({ state, port }) => ({ state, port }))).toEqual([
      { state: "healthy", port: 3000 },
      { state: "healthy", port: 3000 },
    ]);
  });

  it("is in place where its rule follows its record", async () => {
    const [host] = await hosts();
    expect(host).toMatchObject({
      name: "eu-central-1",
      environment: stack.environment,
      engineId: stack.place.listener,
    });
    expect(host?.services["shop"]?.replicas.map(({ name, release }) => ({ name, release }))).toEqual([
      { name: `shop-${stack.place.id.stack}-shop-blue-0`, release: "hash-1.0.0" },
      { name: `shop-${stack.place.id.stack}-shop-blue-1`, release: "hash-1.0.0" },
      { name: `shop-${stack.place.id.stack}-shop-green-0`, release: "hash-2.0.0" },
      { name: `shop-${stack.place.id.stack}-shop-green-1`, release: "hash-2.0.0" },
    ]);
    expect(isInPlace(await hosts(), "shop", "blue")).toBe(true);
  });

  it("is seen to be moved by hand", async () => {
    await account.moveByHand(rule, [
      { group: blue.group, weight: 90 },
      { group: green.group, weight: 10 },
    ]);
    expect(strayWorkers(await hosts(), "shop", "blue")).toEqual(["green"]);
    expect(isInPlace(await hosts(), "shop", "blue")).toBe(false);
  });

  it("is refused where somebody sends its traffic elsewhere", async () => {
    const other = await account.createPool(stack, { service: "mail", color: "blue" });
    await account.moveByHand(rule, [
      { group: blue.group, weight: 60 },
      { group: other.group, weight: 20 },
    ]);
    expect(ruleProblems([{ service: "shop", priority: 100 }], await observe())).toEqual([
      "services.shop: somebody has its rule send 20 of 80 parts of the traffic to target groups that are none of its colors " +
        `(${rule}). Take them out of the rule and run again.`,
    ]);
  });

  it("is refused two rules for one service", async () => {
    const second = await account.createRule(stack, [{ group: blue.group, weight: 1 }], { priority: 101 });
    await account.moveByHand(rule, [{ group: blue.group, weight: 1 }]);
    expect(ruleProblems([{ service: "shop", priority: 100 }], await observe())).toEqual([
      `services.shop: 2 rules of the listener are this service's, got ${rule}, ${second}. Remove those that no state knows.`,
    ]);
    await account.clients.elb.deleteRule({ RuleArn: second });
  });

  it("sends traffic to nobody where its rule was deleted by hand", async () => {
    await account.clients.elb.deleteRule({ RuleArn: rule });
    expect(strayWorkers(await hosts(), "shop", "blue")).toEqual(["nobody"]);
  });
});

describe("two stacks on one listener", () => {
  it("do not take each other's rules for their own, and see a place that is taken", async () => {
    const one = await account.createStack();
    const other = await account.createStack(one.place);
    const pools = await Promise.all([one, other].map((stack) => account.createPool(stack, { color: "blue" })));
    const [ours, theirs] = pools.map(({ group }) => [{ group, weight: 1 }]);
    const rule = await account.createRule(one, ours ?? []);
    const taken = await account.createRule(other, theirs ?? [], { priority: 200 });
    await account.clients.elb.createRule({
      ...{ ListenerArn: one.place.listener, Priority: 300, Conditions: [{ Field: "path-pattern", Values: ["/x"] }] },
      Actions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }],
    });

    const seen = await observeAws(account.clients, one.place);
    expect(seen.rules.map(({ arn }) => arn)).toEqual([rule]);
    expect(ruleProblems([{ service: "shop", priority: 100 }], seen)).toEqual([]);
    const { project, stack } = other.place.id;
    expect(ruleProblems([{ service: "shop", priority: 200 }], seen)).toEqual([
      `services.shop: its rule must have place 200 on the listener, where there is a rule that belongs to ${project}-${stack} ` +
        `(${taken}). Give the service another place.`,
    ]);
    expect(ruleProblems([{ service: "shop", priority: 300 }], seen)[0]).toContain("a rule that is nothing of ours");
  });
});

describe("an account", () => {
  it("has nothing of a stack that was never there", async () => {
    const place = { id: { project: "a", stack: "b" }, region: "eu-central-1", cluster: "none" };
    const seen = await observeAws(account.clients, { ...place, listener: null, testListener: null });
    expect(seen).toEqual({ rules: [], testRules: [], foreign: [], pools: [], health: new Map() });
  });

  it("is read in lots where there is much of it", async () => {
    const stack = await account.createStack();
    const { group } = await account.createPool(stack, { color: "blue", running: 0 });
    for (let priority = 1; priority <= 25; priority += 1) {
      await account.createRule(stack, [{ group, weight: 1 }], { service: `s${priority}`, priority });
    }
    const { rules } = await observeAws(account.clients, stack.place);
    expect(rules.map(({ service }) => service)).toEqual(Array.from({ length: 25 }, (_, index) => `s${index + 1}`));
    expect(aws().proxy.asked.filter((action) => action === "elasticloadbalancing:DescribeTags")).toHaveLength(2);
  });

  it.each([
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetHealth",
    "ecs:ListServices",
    "ecs:DescribeServices",
    "ecs:ListTasks",
    "ecs:DescribeTasks",
    "ecs:DescribeTaskDefinition",
  ])("is not read at all where %s may not be called", async (action) => {
    const stack = await account.createStack();
    const { group } = await account.createPool(stack, { color: "blue" });
    await account.createRule(stack, [{ group, weight: 1 }]);
    aws().proxy.trouble(action, { status: 400, code: "AccessDeniedException" });
    const looked = observeAws(account.clients, stack.place);
    await expect(looked).rejects.toThrow(new RegExp(`^AWS: this identity may not call \`${action}\` on `));
    await expect(looked).rejects.toBeInstanceOf(AwsError);
  });
});

function of({ name, definition, group }: MadePool) {
  return { name, definition, group };
}

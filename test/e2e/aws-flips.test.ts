import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { nowMs, startLoad, type Load } from "../../load/load.ts";
import { otherColor, type Color } from "../../model/color.ts";
import { EXIT } from "../../model/errors.ts";
import { lookAt } from "../../platforms/aws/observe/look-at.ts";
import { startBalancer, type Balancer } from "../support/aws/balancer/balancer.ts";
import { ProgramStack } from "../support/aws/program-stack.ts";
import { runCutover } from "../support/aws/run-cutover.ts";
import { emptyGroup } from "../support/aws/run-tasks.ts";
import { strayAnswers, type Phase } from "../support/aws/stray-answers.ts";
import { TaskContainers } from "../support/aws/task-containers.ts";
import { useAws } from "../support/aws/use-aws.ts";
import { VERSIONS } from "../support/images.ts";
import { TIDEGATE } from "../support/repository.ts";
import { runProcess } from "../support/run-process.ts";
import { IS_SOAK, SEED } from "../support/soak.ts";

const FLIPS = IS_SOAK ? 100 : 20;
const REPLICAS = 2;
const RELEASE = { blue: "v1", green: "v2" } as const;
const versionOf = (color: Color) => VERSIONS[RELEASE[color]];
/** Requests that last, so that each flip has some under way, and clients with connections that they keep. */
const CLIENTS = { keepAlive: 4, fresh: 1, slow: 2, upload: 1, stream: 1 };

const aws = useAws();
const tasks = new TaskContainers();
let stack: ProgramStack;
let balancer: Balancer;
let groups: Record<Color, string>;

/** The stack that the program makes, with containers where the server in AWS's place has tasks that nobody can ask. */
beforeAll(async () => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse battery staple");
  stack = await ProgramStack.create(aws().clients);
  const release = (color: Color) => ({ version: versionOf(color), image: `registry.test/shop:${versionOf(color)}` });
  const colors = { blue: release("blue"), green: release("green") };
  stack.services = {
    shop: { activeColor: "green", gate: { passes: 2, within: "30s" }, replicas: REPLICAS, ...colors },
  };
  await stack.up();
  stack.services = { shop: { ...stack.services["shop"], activeColor: "blue" } };
  await stack.up();
  const { pools, rules } = (await lookAt(aws().clients, stack.id, stack.aws)).aws;
  const groupOf = (color: Color) => pools.find((pool) => pool.color === color)?.group ?? "";
  groups = { blue: groupOf("blue"), green: groupOf("green") };
  for (const color of ["blue", "green"] as const) {
    await emptyGroup(aws().clients, groups[color]);
    await register(color, await tasks.start(RELEASE[color], REPLICAS));
  }
  const seed = Number.parseInt(Buffer.from(SEED).toString("hex").slice(-8), 16);
  const { clients } = aws();
  const addressOf = (id: string) => tasks.addressOf(id);
  balancer = await startBalancer({ clients, rule: rules[0]?.arn ?? "", addressOf, seed, drainMs: 3_000 });
});
afterAll(async () => {
  await balancer?.stop();
  await tasks.removeAll();
  stack?.remove();
});

const register = (color: Color, ids: readonly string[]) =>
  aws().clients.elb.registerTargets({
    TargetGroupArn: groups[color],
    Targets: ids.map((Id) => ({ Id, Port: 3000 })),
  });
const rollback = () =>
  runProcess(process.execPath, [TIDEGATE, "rollback", "shop", "--traffic-only", "-s", stack.id.stack], {
    ...{ cwd: stack.dir, env: process.env, timeoutMs: 60_000 },
  });
const load = () => startLoad({ url: balancer.url, clients: CLIENTS, pauseMs: 50, slowMs: 1_000, maxMs: 3_600_000 });
const serving = async (): Promise<Color> => ((await stack.weights()).public?.green === 100 ? "green" : "blue");

/** Ends the load: every request was answered, and each by a version that could serve at that time. */
async function expectAnswered(running: Load, phases: readonly Phase[]): Promise<void> {
  const { held, requests } = await running.report();
  const samples = await running.finish();
  expect(samples.flatMap(({ failure, kind }) => (failure === null ? [] : [{ client: kind, ...failure }]))).toEqual([]);
  expect(strayAnswers(samples, phases)).toEqual([]);
  expect(held.cut).toBe(0);
  expect(requests).toBeGreaterThan(50);
  for (const version of new Set(phases.flatMap(({ versions }) => versions))) {
    expect(samples.some((sample) => sample.version === version)).toBe(true);
  }
}

describe("behind a load balancer on AWS", () => {
  it(
    `loses nothing in ${FLIPS} flips, every other one a rollback, and each answer is of a color that may serve (seed ${SEED})`,
    async () => {
      const running = await load();
      const phases: Phase[] = [{ fromMs: -Infinity, versions: [versionOf("blue")] }];
      for (let flip = 1; flip <= FLIPS; flip += 1) {
        const to = flip % 2 === 1 ? "green" : "blue";
        phases.push({ fromMs: nowMs(), versions: [versionOf(to), versionOf(otherColor(to))] });
        const ran = to === "green" ? await runCutover(stack, to) : await rollback();
        expect(ran.exitCode, ran.stderr).toBe(EXIT.done);
        await balancer.followed();
        phases.push({ fromMs: nowMs(), versions: [versionOf(to)] });
      }
      await expectAnswered(running, phases);
    },
    FLIPS * 15_000,
  );

  it("sends nobody to a target group that was emptied by hand before the switch", async () => {
    const from = await serving();
    const to = otherColor(from);
    const running = await load();
    await emptyGroup(aws().clients, groups[to]);
    const ran = await runCutover(stack, to, { within: "1s" });
    expect(ran.exitCode).toBe(EXIT.gateRed);
    expect(ran.stderr).toContain(`0 of ${REPLICAS} targets healthy`);
    await balancer.followed();
    expect(await serving()).toBe(from);
    await expectAnswered(running, [{ fromMs: -Infinity, versions: [versionOf(from)] }]);
  });

  it("lets tasks that go finish what they have, while others come", async () => {
    const color = await serving();
    const { elb } = aws().clients;
    const running = await load();
    const { TargetHealthDescriptions = [] } = await elb.describeTargetHealth({ TargetGroupArn: groups[color] });
    for (const { Target } of TargetHealthDescriptions) {
      await register(color, await tasks.start(RELEASE[color], 1));
      await elb.deregisterTargets({ TargetGroupArn: groups[color], Targets: Target === undefined ? [] : [Target] });
      await balancer.drained(Target?.Id ?? "");
      await tasks.stop(Target?.Id ?? "");
    }
    const samples = await running.finish();
    expect(samples.filter(({ failure }) => failure !== null)).toEqual([]);
  });

  it("would notice what is lost: traffic that is moved by hand onto a target group without targets", async () => {
    const { rules } = (await lookAt(aws().clients, stack.id, stack.aws)).aws;
    const running = await load();
    const color = await serving();
    await emptyGroup(aws().clients, groups[otherColor(color)]);
    const TargetGroups = [
      { TargetGroupArn: groups[color], Weight: 0 },
      { TargetGroupArn: groups[otherColor(color)], Weight: 100 },
    ];
    const Actions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
    await aws().clients.elb.modifyRule({ RuleArn: rules[0]?.arn, Actions });
    await balancer.followed();
    await expect.poll(async () => (await running.report()).lost).toBeGreaterThan(0);
    await running.stop();
  });
});

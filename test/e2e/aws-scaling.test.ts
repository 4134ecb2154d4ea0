import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { EngineEvent } from "../../engine/events.ts";
import type { Color } from "../../model/color.ts";
import { AWS_IDLE_FAIL_POINTS } from "../../platforms/aws/control/fail-points.ts";
import { lookAt } from "../../platforms/aws/observe/look-at.ts";
import { keepTasks } from "../support/aws/keep-tasks.ts";
import { changesOf, ProgramStack } from "../support/aws/program-stack.ts";
import { useAws } from "../support/aws/use-aws.ts";
import { TIDEGATE } from "../support/repository.ts";
import { runProcess } from "../support/run-process.ts";

const ON_BLUE = { blue: 100, green: 0 };
const ON_GREEN = { blue: 0, green: 100 };

const aws = useAws();
let stack: ProgramStack;

beforeAll(async () => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse battery staple");
  stack = await ProgramStack.create(aws().clients);
  keepTasks(aws());
});
afterAll(() => stack.remove());

const release = (version: string) => ({ version, image: `registry.test/shop:${version}` });
/** The least that AWS takes of a gate, so that nobody waits for long. */
const GATE = { passes: 2, within: "1m" };
const BOTH = { blue: release("1.0.0"), green: release("2.0.0") };
const declare = (activeColor: Color, settings: object = {}) => {
  stack.services = { shop: { activeColor, gate: GATE, ...BOTH, ...settings } };
};

const pools = async () => (await lookAt(aws().clients, stack.id, stack.aws)).aws.pools;
/** Tasks that ECS is to have, and those that run. */
const tasks = async () => {
  const all = (await pools()).map(({ color, desired, tasks }) => [color, [desired, tasks.length]]);
  return Object.fromEntries(all) as Record<Color, [number, number]>; // each has a color
};
const scale = async (color: Color, desiredCount: number) => {
  const pool = (await pools()).find((each) => each.color === color);
  await aws().clients.ecs.updateService({ cluster: `${stack.id.project}-dev`, service: pool?.name, desiredCount });
};
const said = (events: readonly EngineEvent[]) =>
  events.flatMap((event) => (event.type === "diagnostic" ? [event.message] : [])).join("\n");
const publicWeights = async () => (await stack.weights()).public;
const tidegate = (...args: string[]) =>
  runProcess(process.execPath, [TIDEGATE, ...args, "-s", stack.id.stack], {
    ...{ cwd: stack.dir, env: process.env, timeoutMs: 60_000 },
  });

describe("the numbers of tasks on AWS", () => {
  it("are what is declared, and change without another task definition or a cutover", async () => {
    declare("blue");
    await stack.up();
    expect(await tasks()).toEqual({ blue: [2, 2], green: [2, 2] });
    declare("blue", { replicas: 3 });
    expect(await stack.up()).toEqual([
      "update BlueGreenService shop",
      "update Service shop-blue",
      "update Service shop-green",
    ]);
    expect(await tasks()).toEqual({ blue: [3, 3], green: [3, 3] });
    declare("blue", { replicas: 2 });
    await stack.up();
    expect(await tasks()).toEqual({ blue: [2, 2], green: [2, 2] });
    expect(await stack.up()).toEqual([]);
  });

  it("stay what somebody has made of them, and are carried to the other color before it serves", async () => {
    await scale("blue", 5);
    expect(await stack.up()).toEqual([]);
    expect(await stack.up({ refresh: true })).toEqual([]);
    declare("green");
    const { events } = await stack.run("preview");
    expect(said(events)).toContain("shop.green: is brought up from 2 to 5 tasks before it serves");
    await stack.up();
    expect(await publicWeights()).toEqual(ON_GREEN);
    expect(await tasks()).toEqual({ blue: [5, 5], green: [5, 5] });
    expect(await stack.up()).toEqual([]);
  });

  it("are never fewer after a rollback, which brings the former color up first", async () => {
    await scale("green", 6);
    const ran = await tidegate("rollback", "shop");
    expect(ran.stdout).toMatch(/^shop: traffic moved green → blue/);
    expect(await publicWeights()).toEqual(ON_BLUE);
    expect(await tasks()).toEqual({ blue: [6, 6], green: [6, 6] });
    declare("blue");
    await stack.up();
    expect(await tasks()).toEqual({ blue: [6, 6], green: [6, 6] });
  });

  it("are carried on by the next run where one was killed between them and the switch", async () => {
    await scale("blue", 7);
    declare("green", { green: release("3.0.0") });
    vi.stubEnv("TIDEGATE_FAIL_POINT", "aws:after-scale");
    const { events } = await stack.run("up");
    vi.stubEnv("TIDEGATE_FAIL_POINT", undefined);
    expect(changesOf(events)).not.toContain("update ListenerRule shop");
    expect(await publicWeights()).toEqual(ON_BLUE);
    await stack.up();
    expect(await publicWeights()).toEqual(ON_GREEN);
    expect(await tasks()).toEqual({ blue: [7, 7], green: [7, 7] });
    expect(await stack.up()).toEqual([]);
  });

  it("follow what there is to do in the color that serves alone, over a switch and a rollback", async () => {
    const scaled = async () => {
      const { ScalableTargets = [] } = await (
        await aws().clients.scaling()
      ).describeScalableTargets({ ServiceNamespace: "ecs" });
      return ScalableTargets.filter(({ SuspendedState }) => SuspendedState?.DynamicScalingOutSuspended !== true).map(
        ({ ResourceId, MinCapacity, MaxCapacity }) => [ResourceId, MinCapacity, MaxCapacity],
      );
    };
    const only = (color: Color) => [[`service/${stack.id.project}-dev/${stack.id.project}-dev-shop-${color}`, 2, 9]];
    const green = release("3.0.0");
    stack.aws.scaling = { shop: { max: 9, cpu: 60, requests: 600 } };
    declare("green", { green });
    expect(await stack.up()).toEqual(
      expect.arrayContaining([
        "create Policy shop-blue-cpu",
        "create Policy shop-green-requests",
        "create Target shop-blue",
      ]),
    );
    expect(await scaled()).toEqual(only("green"));
    expect(await stack.up()).toEqual([]);
    declare("blue", { green });
    expect(await stack.up()).toEqual(expect.arrayContaining(["update Target shop-blue", "update Target shop-green"]));
    expect(await scaled()).toEqual(only("blue"));
    expect(await tasks()).toEqual({ blue: [7, 7], green: [7, 7] });
    await tidegate("rollback", "shop");
    expect(await scaled()).toEqual(only("green"));
    declare("green", { green });
    await stack.up();
    expect(await scaled()).toEqual(only("green"));
    expect(await stack.up()).toEqual([]);
  });

  it("shrink to what is said for a color that serves no more, and are there again before it serves", async () => {
    const green = release("3.0.0");
    stack.aws.scaling = {};
    stack.aws.idle = { shop: { replicas: 0, after: "0s" } };
    declare("green", { green });
    const { events } = await stack.run("preview");
    expect(said(events)).toContain(
      "shop.blue: has not served for 0s, and its 7 tasks become 0; going back to it then takes minutes",
    );
    for (const point of AWS_IDLE_FAIL_POINTS) {
      vi.stubEnv("TIDEGATE_FAIL_POINT", point);
      expect((await stack.run("up")).error).toBeDefined();
    }
    vi.stubEnv("TIDEGATE_FAIL_POINT", undefined);
    await stack.up();
    expect(await tasks()).toEqual({ blue: [0, 0], green: [7, 7] });
    expect(await stack.up()).toEqual([]);
    expect(await stack.up({ refresh: true })).toEqual([]);

    const ran = await tidegate("rollback", "shop", "--to", "1.0.0");
    expect(ran.stderr).toContain("shop: blue has 0 tasks, and is brought up to 7.");
    expect(await publicWeights()).toEqual(ON_BLUE);
    expect(await tasks()).toEqual({ blue: [7, 7], green: [7, 7] });
    declare("blue", { green });
    expect(await stack.up()).toContain("update Command shop-idle");
    expect(await tasks()).toEqual({ blue: [7, 7], green: [0, 0] });
    expect(await stack.up()).toEqual([]);

    declare("blue", { green: release("4.0.0") });
    await stack.up();
    expect(await tasks()).toEqual({ blue: [7, 7], green: [2, 2] });
    declare("green", { green: release("4.0.0") });
    await stack.up();
    expect(await publicWeights()).toEqual(ON_GREEN);
    expect(await tasks()).toEqual({ blue: [7, 7], green: [7, 7] });
  });

  it("leave nothing behind", async () => {
    expect((await stack.run("destroy")).error).toBeUndefined();
    expect(await pools()).toEqual([]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EXIT, InputError } from "../../../model/errors.ts";
import { canonicalJson, releaseSchema } from "../../../model/release.ts";
import { routeSchema } from "../../../model/route.ts";
import { secretsNamedBy, type Smoke } from "../../../model/smoke.ts";
import { AWS_SMOKE_TASK_FAIL_POINTS } from "../../../platforms/aws/control/fail-points.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import type { MoveArgs } from "../../../platforms/aws/control/move.ts";
import { readDoor } from "../../../platforms/aws/observe/door.ts";
import { askFromTask } from "../../../platforms/aws/smoke/ask-from-task.ts";
import { secretVariable } from "../../../platforms/aws/smoke/job.ts";
import { smokeProofs } from "../../../platforms/aws/smoke/proofs.ts";
import type { SmokeTask } from "../../../platforms/aws/smoke/smoke-task.ts";
import { Account } from "../../support/aws/account.ts";
import type { AskOnce } from "../../support/aws/ask-once.ts";
import { defaultNetwork } from "../../support/aws/default-network.ts";
import { dieAt } from "../../support/aws/die-at.ts";
import { startFront, type Front } from "../../support/aws/front.ts";
import { asProcess, SmokeRunner } from "../../support/aws/smoke-runner.ts";
import { setAwsStage, type AwsStage } from "../../support/aws/stage.ts";
import { useAws } from "../../support/aws/use-aws.ts";

/** Name of the load balancer that is known in its VPC alone. */
const INTERNAL = "internal-shop.invalid";
const ON_BLUE = { blue: 100, green: 0 };
const ON_GREEN = { blue: 0, green: 100 };
const SECRET = "s3cret-of-the-test";

const aws = useAws();
const account = new Account(aws);
let stage: AwsStage;
let front: Front;
let runner: SmokeRunner;
/** What the load balancer's name leads to in the VPC. */
let inVpc: string;

beforeAll(async () => {
  front = await startFront({ weights: async () => (await stage.weights()).public });
  runner = new SmokeRunner(account.clients, (environment) =>
    asProcess({ ...environment, TIDEGATE_DOORS: environment["TIDEGATE_DOORS"]?.replaceAll(INTERNAL, inVpc) }),
  );
});
afterAll(() => front.stop());
beforeEach(async () => {
  stage = await setAwsStage(account);
  front.answer = () => ({});
  front.asked.length = 0;
  inVpc = "127.0.0.1";
  runner.hasNoImage = false;
  runner.isStuck = false;
  runner.phases.length = 0;
  front.lead(aws().proxy, INTERNAL);
  runner.lead(aws().proxy);
});

const requests = (smoke: readonly Partial<Smoke>[]) => releaseSchema.shape.smoke.parse(smoke);

/** What the program registers of a release with these requests. */
async function define(smoke: readonly Smoke[]): Promise<SmokeTask> {
  const { ecs, secrets } = account.clients;
  const { ARN, VersionId } = await secrets.createSecret({
    Name: `${stage.stack.place.cluster}-${Date.now()}`,
    SecretString: JSON.stringify({ TOKEN: SECRET }),
  });
  const told = {
    ...{ TIDEGATE_SERVICE: "shop", TIDEGATE_COLOR: "green", TIDEGATE_SMOKE: canonicalJson(smoke) },
    TIDEGATE_ROUTE: canonicalJson(routeSchema.parse({})),
  };
  const { taskDefinition } = await ecs.registerTaskDefinition({
    family: `${stage.stack.place.cluster}-shop-smoke`,
    containerDefinitions: [
      {
        ...{ name: "smoke", image: "agent:1", memory: 64 },
        environment: Object.entries(told).map(([name, value]) => ({ name, value })),
        secrets: secretsNamedBy(smoke).map((name, index) => ({
          name: secretVariable(index),
          valueFrom: `${ARN}:${name}::${VersionId}`,
        })),
        logConfiguration: {
          logDriver: "awslogs",
          options: { "awslogs-group": `/${stage.stack.place.cluster}`, "awslogs-stream-prefix": "shop-smoke" },
        },
      },
    ],
  });
  const { subnets } = await defaultNetwork();
  return { definition: taskDefinition?.taskDefinitionArn ?? "", subnets, securityGroup: "sg-of-the-tasks" };
}

/** To move traffic to green, which has these smoke requests and a task that sends them. */
async function moveWith(given: readonly Partial<Smoke>[]): Promise<MoveArgs> {
  const { sealed, ...move } = stage.move("green");
  const smoke = requests(given);
  const release = { ...sealed.release, smoke };
  const { cluster, listener, testListener } = stage.stack.place;
  const proofs = smokeProofs({
    ...{ clients: account.clients, cluster, listener, testListener, service: "shop", color: "green", pauseMs: 20 },
    ...{ release, definition: stage.green.definition, route: routeSchema.parse({}), task: await define(smoke) },
  });
  return { ...move, sealed: { ...sealed, release }, proofs };
}

it("asks the color before it serves and the public once it does, each from a task of its own", async () => {
  await cutOver(await moveWith([{ path: "/ready" }, { path: "/once", when: "before", method: "POST" }]));
  expect(front.asked).toEqual(["preview green GET /ready", "preview green POST /once", "public green GET /ready"]);
  expect(runner.phases).toEqual(["before", "after"]);
  expect((await stage.weights()).public).toEqual(ON_GREEN);
  expect(await stage.entries()).toEqual(["switch release", "verified"]);
});

it("starts no task where both listeners can be reached from here", async () => {
  front.lead(aws().proxy);
  await cutOver(await moveWith([{ path: "/ready" }]));
  expect(runner.phases).toEqual([]);
  expect(front.asked).toEqual(["preview green GET /ready", "public green GET /ready"]);
});

it("finds out before the switch that a task can reach the public, where nothing is asked before", async () => {
  await cutOver(await moveWith([{ path: "/ready", when: "after" }]));
  expect(runner.phases).toEqual(["before", "after"]);
  expect(front.asked).toEqual(["public green GET /ready"]);
});

it.each(AWS_SMOKE_TASK_FAIL_POINTS)("is asked by another task after a death at %s", async (point) => {
  const { cluster, listener, testListener } = stage.stack.place;
  const [toPublic, toPreview] = [
    await readDoor(account.clients, listener),
    await readDoor(account.clients, testListener),
  ];
  const args: AskOnce = { cluster, task: await define(requests([{ path: "/ready" }])), doors: { toPublic, toPreview } };
  expect(await dieAt(point, "ask-once.ts", args)).toBe("SIGKILL");
  const again = { clients: account.clients, ...args, longestMs: () => 10_000, lookMs: 20 };
  expect(await askFromTask(again, "before")).toBeUndefined();
  expect(front.asked.at(-1)).toBe("preview green GET /ready");
});

describe("a color that answers a task otherwise than it must", () => {
  it("gets no traffic, and what the task saw is told without its secrets", async () => {
    const seen: unknown[] = [];
    front.answer = ({ headers }) => {
      seen.push(headers.authorization);
      return { status: 401, body: `no ${headers.authorization}` };
    };
    const moved = cutOver(await moveWith([{ path: "/me", headers: { Authorization: "Bearer {{secret:TOKEN}}" } }]));
    await expect(moved).rejects.toMatchObject({ exitCode: EXIT.gateRed, reason: "smoke" });
    await expect(moved).rejects.toThrow(
      /failed its smoke requests; traffic stays where it is\.\n {2}GET \/me: status 401 instead of 200 .*\n {4}\| no Bearer \{\{secret:TOKEN\}\}$/,
    );
    expect(seen).toEqual([`Bearer ${SECRET}`]);
    expect((await stage.weights()).public).toEqual(ON_BLUE);
    expect(await stage.entries()).toEqual(["refused"]);
  });

  it("loses the traffic where it does so to the public", async () => {
    front.answer = ({ by }) => ({ status: by === "public" ? 503 : 200 });
    const moved = cutOver(await moveWith([{ path: "/order", method: "POST" }]));
    await expect(moved).rejects.toMatchObject({ exitCode: EXIT.rolledBack, reason: "verify" });
    await expect(moved).rejects.toThrow(/at the public listener\.\n {2}POST \/order: status 503/);
    expect((await stage.weights()).public).toEqual(ON_BLUE);
    expect(await stage.entries()).toEqual(["switch release", "switch fallback"]);
  });

  it.each([
    ["log", "logs:GetLogEvents"],
    ["definition, which says where that is,", "ecs:DescribeTaskDefinition"],
  ])("gets no traffic where the task's %s may not be read either, and that is said", async (_, call) => {
    front.answer = () => {
      aws().proxy.trouble(call, { status: call.startsWith("ecs") ? 400 : 403, code: "AccessDeniedException" }, 1);
      return { status: 500 };
    };
    const moved = cutOver(await moveWith([{ path: "/ready" }]));
    await expect(moved).rejects.toMatchObject({ exitCode: EXIT.gateRed, reason: "smoke" });
    await expect(moved).rejects.toThrow(`what was wrong cannot be read: AWS: this identity may not call \`${call}\``);
    expect((await stage.weights()).public).toEqual(ON_BLUE);
    expect(await stage.entries()).toEqual(["refused"]);
  });
});

describe("requests that a task cannot send", () => {
  const refused: [what: string, prepare: () => void, said: RegExp][] = [
    [
      "its image is not there",
      () => (runner.hasNoImage = true),
      /did not get to it\.\n {2}task \S+ {2}stopped: its image was not pulled/,
    ],
    [
      "it reaches no listener either",
      () => (inVpc = "nobody.invalid"),
      /the listener for previews cannot be reached from here \(nobody\.invalid:\d+: E\w+\)\. Let the tasks' security group in/,
    ],
    [
      "ECS has no place for it",
      () => aws().proxy.trouble("ecs:RunTask", () => JSON.stringify({ failures: [{ reason: "RESOURCE:MEMORY" }] })),
      /no place for the task .* \(RESOURCE:MEMORY\)/,
    ],
    [
      "nobody may start it",
      () => aws().proxy.trouble("ecs:RunTask", { status: 400, code: "AccessDeniedException" }),
      /this identity may not call `ecs:RunTask`/,
    ],
  ];
  it.each(refused)("move nothing, and say nothing of the release: %s", async (_, prepare, said) => {
    const move = await moveWith([{ path: "/ready" }]);
    prepare();
    const moved = cutOver(move);
    await expect(moved).rejects.toBeInstanceOf(InputError);
    await expect(moved).rejects.toThrow(said);
    expect((await stage.weights()).public).toEqual(ON_BLUE);
    expect(await stage.entries()).toEqual([]);
  });

  it("take the traffic back where that comes after the switch", async () => {
    front.answer = () => {
      runner.hasNoImage = true; // for the next task
      return {};
    };
    const moved = cutOver(await moveWith([{ path: "/ready" }]));
    await expect(moved).rejects.toMatchObject({ exitCode: EXIT.rolledBack, reason: "verify" });
    await expect(moved).rejects.toThrow(/they could not be sent: aws: the task .*\n.*its image was not pulled/);
    expect((await stage.weights()).public).toEqual(ON_BLUE);
  });

  it("are given up with their task where it does not end", async () => {
    runner.isStuck = true;
    const task = await define(requests([{ path: "/ready" }]));
    const door = { isSecure: false, host: INTERNAL, port: 1 };
    const { cluster } = stage.stack.place;
    const asked = askFromTask(
      {
        ...{ clients: account.clients, cluster, task, doors: { toPublic: door, toPreview: door } },
        ...{ longestMs: () => 0, startMs: 0, lookMs: 1 },
      },
      "before",
    );
    await expect(asked).rejects.toThrow(/was not done after 0 seconds \(arn:.*\), and is stopped/);
    expect(aws().proxy.asked).toContain("ecs:StopTask");
  });
});

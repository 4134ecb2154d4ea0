import { expect, it, onTestFinished, vi } from "vitest";
import { changeCanaryOf } from "../../../delivery/change-canary-of.ts";
import { scalableId } from "../../../model/aws/scaling.ts";
import { TAG } from "../../../model/aws/tags.ts";
import { canarySchema } from "../../../model/canary.ts";
import { COLORS, type Color } from "../../../model/color.ts";
import { gateSchema } from "../../../model/service.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import type { MoveArgs } from "../../../platforms/aws/control/move.ts";
import { openSession } from "../../../platforms/aws/control/session.ts";
import { useAwsStage } from "../../support/aws/use-stage.ts";

const DESCRIBE = "application-autoscaling:DescribeScalableTargets";
const REGISTER = "application-autoscaling:RegisterScalableTarget";
const MODIFY = "elasticloadbalancing:ModifyRule";
const ON_GREEN = { blue: 0, green: 100 };
/** Ways in which a color may not be scaled. */
const NEITHER = { in: true, out: true };
const BOTH = { in: false, out: false };
const GROWS = { in: true, out: false };

const { aws, account, stage } = useAwsStage();

const nameOf = (color: Color) => ({
  ServiceNamespace: "ecs" as const,
  ScalableDimension: "ecs:service:DesiredCount" as const,
  ResourceId: scalableId(stage().stack.place.cluster, stage()[color].name),
});

/** Both colors have auto scaling, blue because it serves. */
async function declareScaling(): Promise<void> {
  const { ecs } = account.clients;
  const scaling = await account.clients.scaling();
  const cluster = stage().stack.place.cluster;
  for (const color of COLORS) {
    const { services = [] } = await ecs.describeServices({
      cluster,
      services: [stage()[color].name],
      include: ["TAGS"],
    });
    const tags = [{ key: TAG.scaling, value: "on" }];
    await ecs.tagResource({ resourceArn: services[0]?.serviceArn, tags });
    const suspended = color !== "blue";
    const SuspendedState = { DynamicScalingInSuspended: suspended, DynamicScalingOutSuspended: suspended };
    await scaling.registerScalableTarget({ ...nameOf(color), MinCapacity: 2, MaxCapacity: 9, SuspendedState });
  }
  aws().proxy.clear();
}

async function suspended(color: Color) {
  const { ServiceNamespace, ResourceId } = nameOf(color);
  const scaling = await account.clients.scaling();
  const { ScalableTargets = [] } = await scaling.describeScalableTargets({
    ServiceNamespace,
    ResourceIds: [ResourceId],
  });
  const { DynamicScalingInSuspended, DynamicScalingOutSuspended } = ScalableTargets[0]?.SuspendedState ?? {};
  return { in: DynamicScalingInSuspended, out: DynamicScalingOutSuspended };
}

const QUICK = gateSchema.parse({ interval: "20ms", within: "60s", passes: 1 });
const move = (more: Partial<MoveArgs> = {}) => cutOver(stage().move("green", { gate: QUICK, ...more }));

it("goes with the traffic, and lets the next color grow before its first request", async () => {
  await declareScaling();
  let before: unknown;
  aws().proxy.before(MODIFY, async () => (before = [await suspended("blue"), await suspended("green")]));
  await move();
  expect(before).toEqual([BOTH, GROWS]);
  expect([await suspended("blue"), await suspended("green")]).toEqual([NEITHER, BOTH]);
  const { ScalableTargets } = await (
    await account.clients.scaling()
  ).describeScalableTargets({ ServiceNamespace: "ecs" });
  const bounds = ScalableTargets?.map(({ MinCapacity, MaxCapacity }) => [MinCapacity, MaxCapacity]);
  expect(bounds).toEqual([
    [2, 9],
    [2, 9],
  ]);
});

it("lets both colors grow that share the traffic, and neither shrink, until one has all of it", async () => {
  await declareScaling();
  await move({ canary: canarySchema.parse({ steps: "5% 10m, 100%" }) });
  expect(aws().proxy.asked.filter((action) => action === REGISTER)).toHaveLength(2); // of each color once
  expect([await suspended("blue"), await suspended("green")]).toEqual([GROWS, GROWS]);
  const { stack, store } = stage();
  const session = await openSession({ clients: account.clients, place: stack.place, store, service: "shop" });
  const promoted = { action: "promote", full: true, by: "jane", reason: "looks well" } as const;
  await changeCanaryOf(session, { service: "shop", ...promoted });
  expect([await suspended("blue"), await suspended("green")]).toEqual([NEITHER, BOTH]);
});

it("stays with the color that served where the other one turns out red", async () => {
  await declareScaling();
  const proofs = { public: () => Promise.resolve("GET / answered 500, not 200") };
  await expect(move({ proofs })).rejects.toThrow(/which is back on blue/);
  expect([await suspended("blue"), await suspended("green")]).toEqual([BOTH, NEITHER]);
});

it.each([
  [DESCRIBE, COLORS],
  [REGISTER, ["green"] as const],
])("moves no traffic where it may not call %s, so that the next color could not grow", async (action, colors) => {
  await declareScaling();
  aws().proxy.trouble(action, { status: 400, code: "AccessDeniedException" });
  const about = colors.map((color) => nameOf(color).ResourceId).join(", ");
  await expect(move()).rejects.toThrow(`AWS: this identity may not call \`${action}\` on \`${about}\``);
  expect((await stage().weights()).public).toEqual({ blue: 100, green: 0 });
});

it("lets a switch stand where AWS does not let it follow, and says so", async () => {
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
  await declareScaling();
  const throttled = { status: 400, code: "ThrottlingException" };
  aws().proxy.before(MODIFY, () => Promise.resolve(aws().proxy.trouble(REGISTER, throttled)));
  await move();
  expect((await stage().weights()).public).toEqual(ON_GREEN);
  expect(said.mock.calls.map(([line]) => String(line)).join("")).toContain(
    "shop: auto scaling does not follow the traffic before the next `up`: AWS: `application-autoscaling:RegisterScalableTarget`",
  );
});

it("is not asked for where a service declares none", async () => {
  aws().proxy.clear();
  await move();
  expect(aws().proxy.asked.filter((action) => action.startsWith("application-autoscaling:"))).toEqual([]);
});

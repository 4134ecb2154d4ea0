import { beforeEach, describe, expect, it } from "vitest";
import type { Checks } from "../../../model/checks.ts";
import { BusyError, EXIT } from "../../../model/errors.ts";
import { releaseSchema } from "../../../model/release.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import type { MoveArgs } from "../../../platforms/aws/control/move.ts";
import { useAwsStage } from "../../support/aws/use-stage.ts";

const { aws, account, stage } = useAwsStage();

beforeEach(async () => {
  await account.log(stage().green, stage().green.tasks[0] ?? "", ["INFO listening"]);
});

const ON_BLUE = { blue: 100, green: 0 };
const ON_GREEN = { blue: 0, green: 100 };
const GET_LOG = "logs:GetLogEvents";
const HEALTH = "elasticloadbalancing:DescribeTargetHealth";

/** To move traffic to green, whose release has these checks. */
function moveWith(checks: Checks, more: Partial<MoveArgs> = {}): MoveArgs {
  const { sealed, ...move } = stage().move("green", more);
  return { ...move, sealed: { ...sealed, release: releaseSchema.parse({ ...sealed.release, checks }) }, lookMs: 1 };
}
const log = (...lines: string[]) => account.log(stage().green, stage().green.tasks[1] ?? "", lines);
/** Does something once traffic is on green. */
const onceItServes = (act: () => Promise<unknown>) => aws().proxy.before("elasticloadbalancing:ModifyRule", act);

describe("a release whose log is looked at", () => {
  it("gets the traffic with a clean one", async () => {
    await log("INFO ready");
    await cutOver(moveWith({ logs: {} }));
    expect((await stage().weights()).public).toEqual(ON_GREEN);
    expect(await stage().entries()).toEqual(["switch release", "verified"]);
  });

  it("gets none with lines that may not be there", async () => {
    await log("INFO ready", "ERROR no database", "ERROR no cache");
    const moved = cutOver(moveWith({ logs: {} }));
    await expect(moved).rejects.toMatchObject({ exitCode: EXIT.gateRed, reason: "checks" });
    await expect(moved).rejects.toThrow(
      /^shop: green \(version 2\.0\.0\) is healthy, but failed its checks; traffic stays where it is\.\n {2}task \S+: 2 lines in its log since its start that may not be there\n {4}\| ERROR no database/,
    );
    expect((await stage().weights()).public).toEqual(ON_BLUE);
    expect(await stage().entries()).toEqual(["refused"]);
  });

  it("loses the traffic by what it logs once it has it", async () => {
    onceItServes(() => log("ERROR cannot take orders"));
    const moved = cutOver(moveWith({ logs: {} }));
    await expect(moved).rejects.toMatchObject({ exitCode: EXIT.rolledBack, reason: "verify" });
    await expect(moved).rejects.toThrow(/is back on blue: it failed its checks\.\n[^]*\| ERROR cannot take orders/);
    expect((await stage().weights()).public).toEqual(ON_BLUE);
    expect(await stage().entries()).toEqual(["switch release", "switch fallback"]);
  });

  it.each([
    ["for want of a permission", { status: 400, code: "AccessDeniedException" }],
    ["because CloudWatch throttles", { status: 400, code: "ThrottlingException" }],
  ])("gets none where it cannot be read %s", async (_, trouble) => {
    aws().proxy.trouble(GET_LOG, trouble);
    await expect(cutOver(moveWith({ logs: {} }))).rejects.toThrow(`\`${GET_LOG}\``);
    expect((await stage().weights()).public).toEqual(ON_BLUE);
  });

  it("gets none where its log group is gone", async () => {
    await account.clients.logs.deleteLogGroup({ logGroupName: `/${stage().green.name}` });
    await expect(cutOver(moveWith({ logs: {} }))).rejects.toThrow("`logs:DescribeLogStreams`");
    expect((await stage().weights()).public).toEqual(ON_BLUE);
  });

  it("is not asked for it again while it serves", async () => {
    await cutOver(moveWith({ logs: {} }));
    await log("ERROR a client hung up");
    await cutOver(moveWith({ logs: {} }));
    expect((await stage().weights()).public).toEqual(ON_GREEN);
  });
});

describe("a release that is watched once it serves", () => {
  const WATCHED: Checks = { bakeTime: "1h", logs: {} };
  /** At the second listing of tasks after the switch: the first is that of the checks. */
  const duringBake = (act: () => Promise<unknown>) =>
    onceItServes(async () => aws().proxy.before("ecs:ListTasks", async () => aws().proxy.before("ecs:ListTasks", act)));

  it("is done when its time is over", async () => {
    await cutOver(moveWith({ bakeTime: "50ms", logs: {} }));
    expect(await stage().entries()).toEqual(["switch release", "verified"]);
  });

  it("loses the traffic when a task of it stops, with what that logged last", async () => {
    const [task = ""] = stage().green.tasks;
    duringBake(() => {
      const reason = "Essential container in task exited";
      return account.clients.ecs.stopTask({ cluster: stage().stack.place.cluster, task, reason });
    });
    const moved = cutOver(moveWith(WATCHED));
    await expect(moved).rejects.toMatchObject({ exitCode: EXIT.rolledBack, reason: "verify" });
    await expect(moved).rejects.toThrow(
      /it turned red within its bake time\.\n {2}task \S+ {2}stopped: [^]*\n {4}\| Essential container in task exited\n {4}\| app \| INFO listening/,
    );
    expect((await stage().weights()).public).toEqual(ON_BLUE);
  });

  it("does not lose it when ECS needs a task no more", async () => {
    const [task = ""] = stage().green.tasks;
    duringBake(() => {
      const reason = "Scaling activity initiated by (deployment ecs-svc/123)";
      return account.clients.ecs.stopTask({ cluster: stage().stack.place.cluster, task, reason });
    });
    await cutOver(moveWith({ ...WATCHED, bakeTime: "2s" }));
    expect((await stage().weights()).public).toEqual(ON_GREEN);
  });

  it("loses it when a target turns unhealthy", async () => {
    duringBake(async () =>
      aws().proxy.trouble(HEALTH, (answer) =>
        answer.replace("<State>healthy</State>", "<State>unhealthy</State><Reason>Target.Timeout</Reason>"),
      ),
    );
    await expect(cutOver(moveWith(WATCHED))).rejects.toThrow(
      /bake time\.\n {2}target \S+ {2}unhealthy \(Target\.Timeout\)/,
    );
    expect((await stage().weights()).public).toEqual(ON_BLUE);
  });

  it("loses it when it logs an error", async () => {
    duringBake(() => log("ERROR cannot take orders"));
    await expect(cutOver(moveWith({ ...WATCHED, logs: { when: "after" } }))).rejects.toThrow(
      "| ERROR cannot take orders",
    );
    expect((await stage().weights()).public).toEqual(ON_BLUE);
  });

  it("goes back when nobody can look any more", async () => {
    duringBake(async () => aws().proxy.trouble(GET_LOG, { status: 400, code: "AccessDeniedException" }));
    await expect(cutOver(moveWith(WATCHED))).rejects.toThrow(/it can no longer be watched: AWS: .*`logs:GetLogEvents`/);
    expect((await stage().weights()).public).toEqual(ON_BLUE);
  });

  it("goes back although its record was written meanwhile", async () => {
    duringBake(async () => {
      const read = await stage().store.records.read("shop");
      if (read !== null) await stage().store.records.put({ record: read.record, untold: null }, read);
      await log("ERROR cannot take orders");
    });
    await expect(cutOver(moveWith(WATCHED))).rejects.toMatchObject({ exitCode: EXIT.rolledBack });
    expect((await stage().weights()).public).toEqual(ON_BLUE);
  });

  it("leaves traffic to whoever switches meanwhile", async () => {
    duringBake(() => cutOver(stage().move("blue", { generation: 9 })));
    await expect(cutOver(moveWith(WATCHED))).rejects.toBeInstanceOf(BusyError);
    expect((await stage().weights()).public).toEqual(ON_BLUE);
  });

  it("stays where it is when the run is interrupted", async () => {
    let isStopRequested = false;
    duringBake(async () => (isStopRequested = true));
    const mandate = { ...stage().move("green").mandate, isStopRequested: () => isStopRequested };
    await expect(cutOver(moveWith(WATCHED, { mandate }))).rejects.toMatchObject({ exitCode: EXIT.interrupted });
    expect((await stage().weights()).public).toEqual(ON_GREEN);
  });
});

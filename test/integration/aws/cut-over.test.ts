import { expect, it } from "vitest";
import { BusyError, EXIT } from "../../../model/errors.ts";
import { gateSchema } from "../../../model/service.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { sealedOnAws } from "../../support/aws/records.ts";
import { useAwsStage } from "../../support/aws/use-stage.ts";

const ON_BLUE = { public: { blue: 100, green: 0 }, test: { blue: 0, green: 100 } };
const ON_GREEN = { public: { blue: 0, green: 100 }, test: { blue: 100, green: 0 } };

const { aws, account, stage } = useAwsStage();

const record = async () => (await stage().store.records.read("shop"))?.record;

it("moves all traffic to a color that has proved itself", async () => {
  const moved = await cutOver(stage().move("green"));
  expect(moved).toMatchObject({ service: "shop", from: "blue", to: "green", version: "2.0.0", head: { number: 2 } });
  expect(moved.switchMs).toBeGreaterThan(0);
  expect(await stage().weights()).toEqual(ON_GREEN);
  expect(await record()).toEqual({
    ...{ service: "shop", active: "green", generation: 8, config: null, purpose: "release" },
    sealed: { blue: sealedOnAws("1.0.0"), green: sealedOnAws("2.0.0") },
  });
  expect(await stage().entries()).toEqual(["switch release", "verified"]);
});

it("changes nothing where traffic is there already", async () => {
  await cutOver(stage().move("green"));
  aws().proxy.clear();
  const again = await cutOver(stage().move("green"));
  expect(again).toMatchObject({ from: "green", to: "green", switchMs: null });
  expect(aws().proxy.asked).not.toContain("elasticloadbalancing:ModifyRule");
  expect(await stage().entries()).toEqual(["switch release", "verified"]);
});

it("puts traffic back that was moved by hand, and leaves what else a rule does", async () => {
  await account.clients.elb.modifyRule({
    RuleArn: stage().rule,
    Actions: [
      {
        Type: "forward",
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn: stage().green.group, Weight: 7 }],
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
        },
      },
    ],
  });
  expect(await cutOver(stage().move("blue"))).toMatchObject({ from: "blue", to: "blue", head: null });
  expect(await stage().weights()).toEqual(ON_BLUE);
  const { Rules } = await account.clients.elb.describeRules({ RuleArns: [stage().rule] });
  expect(Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroupStickinessConfig).toEqual({
    Enabled: true,
    DurationSeconds: 60,
  });
});

it("goes back by itself where the public listener answers otherwise than it must", async () => {
  const proofs = { public: () => Promise.resolve("GET / answered 500, not 200") };
  const moved = cutOver(stage().move("green", { proofs }));
  await expect(moved).rejects.toMatchObject({ exitCode: EXIT.rolledBack, reason: "verify" });
  await expect(moved).rejects.toThrow(
    /which is back on blue: it failed its smoke requests at the public listener\.\nGET \/ answered 500/,
  );
  expect(await stage().weights()).toEqual(ON_BLUE);
  expect(await record()).toMatchObject({ active: "blue", generation: 9, purpose: "fallback" });
  expect(await stage().entries()).toEqual(["switch release", "switch fallback"]);
});

it("leaves traffic where it is when the color fails its smoke requests on the test listener", async () => {
  const proofs = { preview: () => Promise.resolve("GET / answered 500, not 200") };
  await expect(cutOver(stage().move("green", { proofs }))).rejects.toMatchObject({
    exitCode: EXIT.gateRed,
    reason: "smoke",
  });
  expect(await stage().weights()).toEqual(ON_BLUE);
  expect(await stage().entries()).toEqual(["refused"]);
});

it("refuses a target group that was emptied by hand", async () => {
  await account.emptyByHand(stage().green.group);
  const gate = gateSchema.parse({ interval: "20ms", within: "1s" });
  await expect(cutOver(stage().move("green", { gate }))).rejects.toThrow(
    /did not pass the gate within 1s.*\n {2}0 of 2 targets healthy/,
  );
  expect(await stage().weights()).toEqual(ON_BLUE);
  expect(await record()).toMatchObject({ active: "blue", generation: 7 });
  expect(await stage().entries()).toEqual(["refused"]);
});

it("goes back where the target group is emptied between the gate and the rule", async () => {
  aws().proxy.before("elasticloadbalancing:ModifyRule", () => account.emptyByHand(stage().green.group));
  await expect(cutOver(stage().move("green"))).rejects.toThrow(
    /is back on blue: its target group has no healthy target/,
  );
  expect(await stage().weights()).toEqual(ON_BLUE);
});

it("goes back where nobody may look at the target group once it has the traffic", async () => {
  const denied = { status: 403, code: "AccessDenied" };
  aws().proxy.before("elasticloadbalancing:ModifyRule", async () =>
    aws().proxy.trouble("elasticloadbalancing:DescribeTargetHealth", denied),
  );
  await expect(cutOver(stage().move("green"))).rejects.toThrow(
    /is back on blue: it cannot be looked at: AWS: this identity may not call `elasticloadbalancing:DescribeTargetHealth`/,
  );
  aws().proxy.clear();
  expect(await stage().weights()).toEqual(ON_BLUE);
});

it("refuses a color whose tasks are of another release", async () => {
  const sealed = sealedOnAws("2.0.1");
  await expect(cutOver(stage().move("green", { sealed }))).rejects.toThrow(
    "shop: green is to be version 2.0.1 (release hash-2.0.1), and ECS has version 2.0.0 (release hash-2.0.0)",
  );
  expect(await stage().weights()).toEqual(ON_BLUE);
});

it("lets one of two win who switch at once", async () => {
  const ends = await Promise.allSettled([cutOver(stage().move("green")), cutOver(stage().move("green"))]);
  expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const [lost] = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  expect(lost).toBeInstanceOf(BusyError);
  expect(await stage().weights()).toEqual(ON_GREEN);
  expect(await stage().entries()).toEqual(["switch release", "verified"]);
});

it("follows a switch that somebody else makes while the rule is being set", async () => {
  aws().proxy.before("elasticloadbalancing:ModifyRule", async () => {
    await cutOver(stage().move("blue", { generation: 9 }));
  });
  await expect(cutOver(stage().move("green"))).rejects.toBeInstanceOf(BusyError);
  expect(await record()).toMatchObject({ active: "blue", generation: 9 });
  expect(await stage().weights()).toEqual(ON_BLUE);
});

it("says so where its rule was deleted by hand", async () => {
  await account.clients.elb.deleteRule({ RuleArn: stage().rule });
  await expect(cutOver(stage().move("green"))).rejects.toThrow(
    /^shop: it has no rule on the listener.*tidegate up --refresh/,
  );
  expect(await record()).toMatchObject({ active: "blue", generation: 7 });
});

it("makes a switch before there is a rule, for who makes the rule afterwards", async () => {
  await account.clients.elb.deleteRule({ RuleArn: stage().rule });
  expect(await cutOver(stage().move("green", { ruleFollows: true }))).toMatchObject({ from: "blue", to: "green" });
  expect(await record()).toMatchObject({ active: "green", generation: 8 });
  expect(await stage().entries()).toEqual(["switch release", "verified"]);
});

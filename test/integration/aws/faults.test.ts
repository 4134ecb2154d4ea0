import { describe, expect, it } from "vitest";
import { EXIT, InputError } from "../../../model/errors.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import type { Trouble } from "../../support/aws/proxy.ts";
import { useAwsStage } from "../../support/aws/use-stage.ts";

const DENIED: Trouble = { status: 403, code: "AccessDenied" };
const EXPIRED: Trouble = { status: 400, code: "ExpiredTokenException" };

const { aws, stage } = useAwsStage();

const on = async () => {
  aws().proxy.clear();
  const { public: now } = await stage().weights();
  return now.green > 0 ? "green" : "blue";
};
const active = async () => (await stage().store.records.read("shop"))?.record.active;

describe.each([
  "s3:GetObject",
  "s3:ListBucket",
  "s3:PutObject",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetHealth",
  "ecs:ListServices",
  "ecs:DescribeServices",
  "ecs:ListTasks",
  "ecs:DescribeTasks",
  "ecs:DescribeTaskDefinition",
])("a cutover that cannot call %s", (action) => {
  it("leaves traffic and record where they are, and says which permission is missing", async () => {
    aws().proxy.trouble(action, DENIED);
    const moved = cutOver(stage().move("green"));
    await expect(moved).rejects.toBeInstanceOf(InputError);
    await expect(moved).rejects.toThrow(`AWS: this identity may not call \`${action}\` on \``);
    expect(await on()).toBe("blue");
    expect(await active()).toBe("blue");
  });

  it("goes on by itself after trouble that passes", async () => {
    aws().proxy.trouble(action, { status: 503, code: "SlowDown" }, 1);
    await cutOver(stage().move("green"));
    expect(await on()).toBe("green");
  });
});

describe.each(["elasticloadbalancing:ModifyRule", "elasticloadbalancing:AddTags"])(
  "a cutover that cannot call %s",
  (action) => {
    it.each([
      ["for want of a permission", DENIED, 1],
      ["with credentials that have expired", EXPIRED, 1],
      ["because nobody answers", "cut", 2],
    ] as const)("%s goes back to what served, and says so", async (_, trouble, attempts) => {
      aws().proxy.trouble(action, trouble, attempts);
      const moved = cutOver(stage().move("green"));
      await expect(moved).rejects.toMatchObject({ exitCode: EXIT.rolledBack, reason: "verify" });
      await expect(moved).rejects.toThrow(`\`${action}\``);
      expect(await on()).toBe("blue");
      expect(await active()).toBe("blue");
      expect(await stage().entries()).toEqual(["switch release", "switch fallback"]);
    });
  },
);

it("does not take a lost answer for a switch that was not made", async () => {
  aws().proxy.trouble("s3:PutObject", "lost answer", 1);
  await cutOver(stage().move("green"));
  expect(await on()).toBe("green");
  expect(await stage().entries()).toEqual(["switch release", "verified"]);
});

it("is brought to its end by the next one where neither the way there nor the way back can be made", async () => {
  aws().proxy.trouble("elasticloadbalancing:AddTags", DENIED);
  await expect(cutOver(stage().move("green"))).rejects.toThrow(/The way back to blue was not made to its end either/);
  aws().proxy.clear();
  const generation = ((await stage().store.records.read("shop"))?.record.generation ?? 0) + 1;
  await cutOver(stage().move("blue", { generation }));
  expect(await on()).toBe("blue");
  expect(await active()).toBe("blue");
});

import { beforeEach, expect, it } from "vitest";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { observeAws } from "../../../platforms/aws/observe/observe.ts";
import { ruleProblems } from "../../../platforms/aws/observe/rule-problems.ts";
import { Account } from "../../support/aws/account.ts";
import { setAwsStage, type AwsStage } from "../../support/aws/stage.ts";
import { useAws } from "../../support/aws/use-aws.ts";

const ON_BLUE = { public: { blue: 100, green: 0 }, test: { blue: 0, green: 100 } };
const ON_GREEN = { public: { blue: 0, green: 100 }, test: { blue: 100, green: 0 } };

const aws = useAws();
const account = new Account(aws);
let ours: AwsStage;
let theirs: AwsStage;

beforeEach(async () => {
  ours = await setAwsStage(account);
  theirs = await setAwsStage(account, { listeners: ours.stack.place, priority: 200 });
});

const ruleOf = async ({ rule }: AwsStage) => (await account.clients.elb.describeRules({ RuleArns: [rule] })).Rules;

it("moves its own rules on a listener that another stack has rules on, and leaves those", async () => {
  const before = await ruleOf(theirs);
  await cutOver(ours.move("green"));
  expect(await ours.weights()).toEqual(ON_GREEN);
  expect(await ruleOf(theirs)).toEqual(before);
  expect(await theirs.weights()).toEqual(ON_BLUE);
});

it("does so while the other one moves its own", async () => {
  await Promise.all([cutOver(ours.move("green")), cutOver(theirs.move("green"))]);
  expect(await ours.weights()).toEqual(ON_GREEN);
  expect(await theirs.weights()).toEqual(ON_GREEN);
  expect(await ours.entries()).toEqual(["switch release", "verified"]);
  expect(await theirs.entries()).toEqual(["switch release", "verified"]);
});

it("sees the places that the other one has, and refuses to take one", async () => {
  const { place } = ours.stack;
  const { id } = theirs.stack.place;
  const seen = await observeAws(account.clients, place);
  expect(seen.rules).toMatchObject([{ arn: ours.rule, priority: 100 }]);
  const [problem] = ruleProblems([{ service: "shop", priority: 200 }], seen);
  expect(problem).toContain(`services.shop: its rule must have place 200 on the listener`);
  expect(problem).toContain(`${id.project}-${id.stack}`);
});

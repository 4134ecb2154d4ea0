import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AwsFault } from "../../../platforms/aws/aws-error.ts";
import { connectAws, type AwsClients } from "../../../platforms/aws/clients.ts";
import { lookAt } from "../../../platforms/aws/observe/look-at.ts";
import { LOOKING } from "../../../platforms/aws/policy/own-calls.ts";
import { Account } from "../../support/aws/account.ts";
import type { Trouble } from "../../support/aws/proxy.ts";
import { REGION } from "../../support/aws/region.ts";
import { configOf, setAwsStage, type AwsStage } from "../../support/aws/stage.ts";
import { useAws } from "../../support/aws/use-aws.ts";

const TROUBLES: readonly [what: string, trouble: Trouble, fault: AwsFault][] = [
  ["too many calls", { status: 400, code: "ThrottlingException" }, "throttled"],
  ["a fault of AWS", { status: 500, code: "InternalFailure" }, "fault"],
  ["a connection that ends", "cut", "network"],
  ["want of an answer", "silence", "network"],
  ["credentials that have expired", { status: 400, code: "ExpiredTokenException" }, "expired"],
  ["a missing permission", { status: 403, code: "AccessDenied" }, "permission"],
];

const aws = useAws();
const account = new Account(aws);
let stage: AwsStage;
let impatient: AwsClients;

beforeAll(async () => {
  stage = await setAwsStage(account);
  impatient = await connectAws({ region: REGION, answerWithinMs: 1_000, attempts: 1 });
});
beforeEach(() => aws().proxy.clear());

const look = (clients: AwsClients) => lookAt(clients, stage.stack.place.id, configOf(stage));

describe.each(Object.keys(LOOKING))("a look that cannot call %s", (action) => {
  it.each(TROUBLES)("for %s shows nothing half, and names call and thing", async (_, trouble, fault) => {
    aws().proxy.trouble(action, trouble);
    const error = await look(trouble === "silence" ? impatient : account.clients).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ fault });
    expect(String(error)).toMatch(new RegExp(`\`${action}\` on \`.+?\``));
  });
});

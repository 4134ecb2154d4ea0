import { beforeEach } from "vitest";
import { Account } from "./account.ts";
import { setAwsStage, type AwsStage } from "./stage.ts";
import { useAws, type AwsUnderTest } from "./use-aws.ts";

/** What a file's tests have that move the traffic of one service. */
export interface StageUnderTest {
  aws: () => AwsUnderTest;
  account: Account;
  /** The stage of the test that runs. */
  stage: () => AwsStage;
}

/** {@link useAws} for all tests of a file, and before each a stage of its own; `prepare` is what is done to it before anything counts as asked. */
export function useAwsStage(prepare?: (stage: AwsStage, account: Account) => Promise<unknown>): StageUnderTest {
  const aws = useAws();
  const account = new Account(aws);
  let stage: AwsStage | undefined;
  beforeEach(async () => {
    stage = await setAwsStage(account);
    await prepare?.(stage, account);
    aws().proxy.clear();
  });
  return {
    aws,
    account,
    stage: () => {
      if (stage === undefined) throw new Error("a stage is there once a test begins");
      return stage;
    },
  };
}

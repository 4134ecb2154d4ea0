import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { logGroupName, smokeFamily } from "../../../model/aws/names.ts";
import type { PolicyUser } from "../../../model/aws/policy-users.ts";
import { stackPrefix } from "../../../model/names.ts";
import { smokeSchema } from "../../../model/smoke.ts";
import { connectAccount } from "../../../platforms/aws/clients.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { forget } from "../../../platforms/aws/control/forget.ts";
import { rollBack } from "../../../platforms/aws/control/roll-back.ts";
import { bucketNotices } from "../../../platforms/aws/doctor/bucket-notices.ts";
import { checkIdentity, checkNetwork, checkRegion } from "../../../platforms/aws/doctor/check-account.ts";
import {
  checkBucket,
  checkEncryption,
  checkPublicAccess,
  checkVersions,
} from "../../../platforms/aws/doctor/check-bucket.ts";
import { readTaskLines } from "../../../platforms/aws/logs/read-lines.ts";
import { readLoggedSince } from "../../../platforms/aws/observe/logged.ts";
import { lookAt } from "../../../platforms/aws/observe/look-at.ts";
import type { PolicyDocument } from "../../../platforms/aws/policy/document.ts";
import {
  DOCTOR,
  KEEPING,
  LOGS,
  LOOKING,
  MOVING,
  SMOKE_SECRETS,
  SMOKE_TASK,
  WATCHING,
} from "../../../platforms/aws/policy/own-calls.ts";
import { policyFor } from "../../../platforms/aws/policy/policies.ts";
import { askFromTask } from "../../../platforms/aws/smoke/ask-from-task.ts";
import { readSmokeSecrets } from "../../../platforms/aws/smoke/read-secrets.ts";
import { openStore } from "../../../platforms/aws/store/open-store.ts";
import { lookOnce } from "../../../platforms/aws/watch/look-once.ts";
import { Account } from "../../support/aws/account.ts";
import { defaultNetwork } from "../../support/aws/default-network.ts";
import { putLines } from "../../support/aws/log-lines.ts";
import { REGION } from "../../support/aws/region.ts";
import { configOf, setAwsStage, type AwsStage } from "../../support/aws/stage.ts";
import { useAws } from "../../support/aws/use-aws.ts";
import { change, refused, sealed, side } from "../../support/ledger/entries.ts";

const aws = useAws();
const account = new Account(aws);
let stage: AwsStage;

beforeAll(async () => {
  stage = await setAwsStage(account);
});
beforeEach(() => aws().proxy.clear());

const PROVEN_IN = [{ id: { project: "shop", stack: "stg" }, bucket: "rehearsals" }];
const policyOf = (who: PolicyUser, of = stage): PolicyDocument =>
  policyFor(who, { id: of.stack.place.id, aws: configOf(of), services: ["shop"], provenIn: PROVEN_IN });
const without = (action: string, { Statement, Version }: PolicyDocument): PolicyDocument => ({
  Version,
  Statement: Statement.map((each) => ({ ...each, Action: each.Action.filter((one) => one !== action) })),
});
const look = () => lookAt(account.clients, stage.stack.place.id, configOf(stage));
const watch = ({ clients, place, store, service } = stage.move("blue")) =>
  lookOnce({ clients, place, store, service, name: "the watcher", log: () => {} });
const asked = () => [...new Set(aws().proxy.asked)].toSorted();
/** What tasks of blue have logged, as `tidegate logs` and a report read it; of a task that has logged nothing, too. */
async function readLogs(): Promise<string[]> {
  const { logs } = account.clients;
  const group = logGroupName(stage.stack.place.id);
  const streams = ["a", "b"].map((task) => ({ group, stream: `shop-blue/app/${task}` }));
  const logged = await Promise.all(streams.map((stream) => readLoggedSince({ logs }, stream, 0)));
  const lines = await readTaskLines(logs, { group, prefix: "shop-blue/", since: 0 });
  return [...logged.flatMap((each) => each.lines), ...lines.map(({ text }) => text)];
}

describe("the policy of who looks", () => {
  it("is enough for all that a preview reads, and has nothing that no preview asks", async () => {
    aws().proxy.allowOnly(policyOf("preview"));
    const { aws: seen } = await look();
    expect(seen).toMatchObject({ rules: [{ service: "shop" }], pools: [{ color: "blue" }, { color: "green" }] });
    expect((await bucketNotices(account.clients, stage.bucket)).filter((text) => text.includes("may not"))).toEqual([]);
    expect(asked()).toEqual(Object.keys({ ...LOOKING, ...KEEPING }).toSorted());
  });

  it.each(Object.keys(LOOKING))("is not enough without %s, which the refusal names", async (action) => {
    aws().proxy.allowOnly(without(action, policyOf("preview")));
    await expect(look()).rejects.toThrow(`AWS: this identity may not call \`${action}\``);
  });

  it.each(Object.keys(KEEPING))("says that it cannot tell how the bucket is kept without %s", async (action) => {
    aws().proxy.allowOnly(without(action, policyOf("preview")));
    const said = await bucketNotices(account.clients, stage.bucket);
    expect(said.filter((text) => text.includes(`AWS: this identity may not call \`${action}\` on \``))).toHaveLength(1);
  });

  it("reads the ledger of a stack that gates ask, and nothing else that it keeps", async () => {
    const { s3 } = account.clients;
    await s3.createBucket({ Bucket: "rehearsals", CreateBucketConfiguration: { LocationConstraint: REGION } });
    const [stg] = PROVEN_IN.map(({ bucket, id }) => openStore(account.clients, bucket, id));
    await stg?.ledger.append(refused(side("blue", sealed("1.0.0"))));
    aws().proxy.allowOnly(policyOf("preview"));
    expect((await stg?.ledger.read())?.lines).toHaveLength(1);
    await expect(stg?.records.read("shop")).rejects.toThrow("may not call `s3:GetObject` on");
  });

  it("moves no traffic", async () => {
    aws().proxy.allowOnly(policyOf("preview"));
    await expect(cutOver(stage.move("green"))).rejects.toThrow("AWS: this identity may not call `s3:PutObject` on");
    expect((await stage.weights()).public).toEqual({ blue: 100, green: 0 });
  });
});

describe("the policy of who operates", () => {
  beforeEach(async () => {
    stage = await setAwsStage(account);
    const { cluster } = stage.stack.place;
    // Blue has been scaled, so that green has to be brought up; the tasks for that are there already.
    await account.clients.ecs.updateService({ cluster, service: stage.blue.name, desiredCount: 3 });
    for (const pool of [stage.blue, stage.green]) await account.runTasks(stage.stack, pool, 1);
    await putLines(logGroupName(stage.stack.place.id), "shop-blue/app/a", [{ at: Date.now(), text: "ready" }]);
    aws().proxy.clear();
  });

  it("is enough to move traffic, to watch, to go back and to forget, and has nothing that none of it asks", async () => {
    aws().proxy.allowOnly(policyOf("operate"));
    await look();
    await cutOver(stage.move("green"));
    const { clients, place, store, mandate, service } = stage.move("blue");
    await watch();
    expect(await readLogs()).toEqual(["ready", "ready"]);
    await rollBack({ clients, place, store, mandate, service, wanted: undefined, change: change() });
    await store.ledger.read();
    await forget(store, "shop");
    expect(asked()).toEqual(Object.keys({ ...LOOKING, ...LOGS, ...WATCHING, ...MOVING }).toSorted());
  });

  it.each(Object.keys(LOGS))("reads no log without %s", async (action) => {
    aws().proxy.allowOnly(without(action, policyOf("operate")));
    await expect(readLogs()).rejects.toThrow(`this identity may not call \`${action}\` on \``);
  });

  it.each(Object.keys(MOVING))("is not enough without %s, which the refusal names", async (action) => {
    aws().proxy.allowOnly(without(action, policyOf("operate")));
    await expect(cutOver(stage.move("green"))).rejects.toThrow(`this identity may not call \`${action}\` on \``);
    aws().proxy.clear();
    expect((await stage.weights()).public).toEqual({ blue: 100, green: 0 });
  });

  it.each(Object.keys(WATCHING))("judges no release without %s", async (action) => {
    aws().proxy.allowOnly(without(action, policyOf("operate")));
    await expect(watch()).rejects.toThrow(`this identity may not call \`${action}\``);
  });

  it("is none for a rule of another stack on the same listener", async () => {
    const { place } = stage.stack;
    const other = await account.createStack(place);
    const theirs = await account.createRule(other, [{ group: stage.blue.group, weight: 1 }], { priority: 7 });
    aws().proxy.allowOnly(policyOf("operate"));
    const moved = account.moveByHand(theirs, [{ group: stage.green.group, weight: 1 }]);
    await expect(moved).rejects.toThrow(`may not call \`elasticloadbalancing:ModifyRule\` on \`${theirs}\``);
  });

  it("is none for what another stack keeps in the same bucket", async () => {
    aws().proxy.allowOnly(policyOf("operate"));
    const theirs = account.clients.s3.getObject({ Bucket: stage.bucket, Key: "shop/other/records/shop.json" });
    await expect(theirs).rejects.toThrow("may not call `s3:GetObject`");
  });
});

describe("the policy of CI", () => {
  /** What a smoke request's secret is, from a task definition with a secret of this name. */
  async function readSecret(name: string): Promise<string | undefined> {
    const { secrets, ecs } = account.clients;
    const { ARN, VersionId } = await secrets.createSecret({ Name: name, SecretString: '{"TOKEN":"t"}' });
    const container = { name: "app", image: "shop", memory: 64 };
    const { taskDefinition } = await ecs.registerTaskDefinition({
      family: "shop",
      containerDefinitions: [{ ...container, secrets: [{ name: "TOKEN", valueFrom: `${ARN}:TOKEN::${VersionId}` }] }],
    });
    const requests = [smokeSchema.parse({ path: "/", headers: { Authorization: "Bearer {{secret:TOKEN}}" } })];
    aws().proxy.allowOnly(policyOf("ci"));
    return (await readSmokeSecrets(account.clients, taskDefinition?.taskDefinitionArn ?? "", requests)).get("TOKEN");
  }

  it("is enough for what smoke requests say of a secret", async () => {
    expect(await readSecret(`${stackPrefix(stage.stack.place.id)}-shop-blue-1`)).toBe("t");
    expect(asked()).toEqual(expect.arrayContaining(Object.keys(SMOKE_SECRETS)));
  });

  describe("where a task may send smoke requests", () => {
    const policy = () => {
      const { place } = stage.stack;
      const aws = { ...configOf(stage), smokeTask: { image: "agent:1" } };
      return policyFor("ci", { id: place.id, aws, services: ["shop"], provenIn: [] });
    };
    /** A task of this family that never ends. */
    async function ask(family: string, allowed: PolicyDocument): Promise<string | undefined> {
      aws().proxy.clear();
      const { clients } = account;
      const containerDefinitions = [{ name: "smoke", image: "agent", memory: 64 }];
      const { taskDefinition } = await clients.ecs.registerTaskDefinition({ family, containerDefinitions });
      const { subnets } = await defaultNetwork();
      const task = { definition: taskDefinition?.taskDefinitionArn ?? "", subnets, securityGroup: "sg-1" };
      const door = { isSecure: false, host: "nobody.invalid", port: 1 };
      const { cluster } = stage.stack.place;
      aws().proxy.allowOnly(allowed);
      aws().proxy.trouble("ecs:DescribeTasks", () => JSON.stringify({ tasks: [] }));
      const doors = { toPublic: door, toPreview: door };
      return await askFromTask({ clients, cluster, task, doors, longestMs: () => 0, startMs: 0, lookMs: 1 }, "before");
    }
    const family = () => smokeFamily(stage.stack.place.id, "shop");

    it("is enough to start one, and to stop one that does not end", async () => {
      await expect(ask(family(), policy())).rejects.toThrow("and is stopped");
      expect(asked()).toEqual(expect.arrayContaining(Object.keys(SMOKE_TASK)));
    });

    it.each(Object.keys(SMOKE_TASK))("is not enough without %s, which the refusal names", async (action) => {
      await expect(ask(family(), without(action, policy()))).rejects.toThrow(`may not call \`${action}\``);
    });

    it("is none to start what another stack has defined, and none where no such task is declared", async () => {
      await expect(ask("shop-other-shop-smoke", policy())).rejects.toThrow("may not call `ecs:RunTask`");
      await expect(ask(family(), policyOf("ci"))).rejects.toThrow("may not call `ecs:RunTask`");
    });
  });

  it("is none for secrets of another stack", async () => {
    await expect(readSecret("shop-other-shop-blue-1")).rejects.toThrow("may not call `secretsmanager:GetSecretValue`");
  });
});

describe("the policy of a doctor", () => {
  /** What each check says, whether that is good or not. */
  async function checkAll(policy: PolicyDocument): Promise<string[]> {
    const [network, who] = await Promise.all([defaultNetwork(), connectAccount({ region: REGION, attempts: 1 })]);
    const { bucket } = stage;
    aws().proxy.clear();
    aws().proxy.allowOnly(policy);
    const checks = await Promise.allSettled([
      ...[checkIdentity(who, undefined), checkRegion(who, REGION), checkNetwork(who, network)],
      checkBucket(account.clients, bucket, REGION),
      ...[checkVersions, checkEncryption, checkPublicAccess].map((check) => check(account.clients, bucket)),
    ]);
    return checks.map((check) => (check.status === "fulfilled" ? check.value : String(check.reason)));
  }
  const MAY_NOT = "AWS: this identity may not call";

  it("is enough for what it looks at, and has nothing that it does not", async () => {
    const said = await checkAll(policyOf("doctor"));
    expect(said.filter((text) => text.includes(MAY_NOT))).toEqual([]);
    expect(asked()).toEqual(Object.keys(DOCTOR).toSorted());
  });

  it.each(Object.keys(DOCTOR))("is not enough without %s, which the check names", async (action) => {
    const said = await checkAll(without(action, policyOf("doctor")));
    const refused = said.filter((text) => text.includes(MAY_NOT));
    expect(refused).toEqual([expect.stringContaining(`${MAY_NOT} \`${action}\``)]);
  });
});

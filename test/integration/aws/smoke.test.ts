import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EXIT, InputError } from "../../../model/errors.ts";
import { releaseSchema } from "../../../model/release.ts";
import { routeSchema } from "../../../model/route.ts";
import type { Smoke } from "../../../model/smoke.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import type { MoveArgs } from "../../../platforms/aws/control/move.ts";
import { smokeProofs } from "../../../platforms/aws/smoke/proofs.ts";
import { Account } from "../../support/aws/account.ts";
import { startFront, type Front } from "../../support/aws/front.ts";
import { setAwsStage, type AwsStage } from "../../support/aws/stage.ts";
import { useAws } from "../../support/aws/use-aws.ts";

const aws = useAws();
const account = new Account(aws);
let stage: AwsStage;
let front: Front;

beforeAll(async () => {
  front = await startFront({ weights: async () => (await stage.weights()).public });
});
afterAll(() => front.stop());
beforeEach(async () => {
  stage = await setAwsStage(account);
  front.answer = () => ({});
  front.asked.length = 0;
  aws().proxy.clear();
  front.lead(aws().proxy);
});

const ON_BLUE = { blue: 100, green: 0 };
const ON_GREEN = { blue: 0, green: 100 };

/** To move traffic to green, which has these smoke requests. */
function moveWith(smoke: readonly Partial<Smoke>[], definition = stage.green.definition): MoveArgs {
  const { sealed, ...move } = stage.move("green");
  const release = releaseSchema.parse({ ...sealed.release, smoke });
  const { cluster, listener, testListener } = stage.stack.place;
  const proofs = smokeProofs({
    ...{ clients: account.clients, cluster, listener, testListener, service: "shop", color: "green", pauseMs: 1 },
    ...{ release, definition, route: routeSchema.parse({}) },
  });
  return { ...move, sealed: { ...sealed, release }, proofs };
}

it("asks the color through the listener for previews before it serves, and the public one once it does", async () => {
  await cutOver(moveWith([{ path: "/ready" }, { path: "/once", when: "before", method: "POST" }]));
  expect(front.asked).toEqual(["preview green GET /ready", "preview green POST /once", "public green GET /ready"]);
  expect((await stage.weights()).public).toEqual(ON_GREEN);
  expect(await stage.entries()).toEqual(["switch release", "verified"]);
});

it("asks nobody where a release has no smoke requests", async () => {
  await cutOver(moveWith([]));
  expect(front.asked).toEqual([]);
  expect(aws().proxy.asked).not.toContain("elasticloadbalancing:DescribeListeners");
});

describe("a color that answers otherwise than it must", () => {
  it.each([
    ["another status", { status: 500, body: "no database" }, "GET /ready: status 500 instead of 200", "20s"],
    ["a redirect", { status: 302, headers: { Location: "/login" } }, ", a redirect to /login", "20s"],
    ["nothing", null, "GET /ready: no whole answer within 100ms (timed out)", "100ms"],
  ])("gets no traffic: %s", async (_, answer, said, within) => {
    front.answer = () => answer;
    const moved = cutOver(moveWith([{ path: "/ready", within }]));
    await expect(moved).rejects.toMatchObject({ exitCode: EXIT.gateRed, reason: "smoke" });
    await expect(moved).rejects.toThrow(said);
    expect((await stage.weights()).public).toEqual(ON_BLUE);
    expect(await stage.entries()).toEqual(["refused"]);
  });

  it("loses the traffic where it does so to the public", async () => {
    front.answer = ({ by }) => ({ status: by === "public" ? 503 : 200 });
    const moved = cutOver(moveWith([{ path: "/ready" }]));
    await expect(moved).rejects.toMatchObject({ exitCode: EXIT.rolledBack, reason: "verify" });
    await expect(moved).rejects.toThrow(
      /is back on blue: it failed its smoke requests at the public listener\.\n {2}GET \/ready: status 503/,
    );
    expect((await stage.weights()).public).toEqual(ON_BLUE);
    expect(await stage.entries()).toEqual(["switch release", "switch fallback"]);
  });
});

it("waits for a load balancer that does not know of the switch everywhere yet", async () => {
  let early = 3;
  front.answer = ({ by }) => ({ status: by === "public" && early-- > 0 ? 404 : 200 });
  await cutOver(moveWith([{ path: "/new" }]));
  expect(front.asked.filter((asked) => asked.startsWith("public"))).toHaveLength(4);
});

it("sends what changes something to the public once", async () => {
  front.answer = ({ by }) => ({ status: by === "public" ? 503 : 200 });
  await expect(cutOver(moveWith([{ path: "/order", method: "POST" }]))).rejects.toThrow("POST /order: status 503");
  expect(front.asked.filter((asked) => asked.startsWith("public"))).toHaveLength(1);
});

it("fills in the secrets of the release, and never shows them", async () => {
  const { secrets, ecs } = account.clients;
  const values = { TOKEN: "s3cret-of-the-test", OTHER: "not asked for" };
  const { ARN, VersionId } = await secrets.createSecret({ Name: "release", SecretString: JSON.stringify(values) });
  const valueFrom = `${ARN}:TOKEN::${VersionId}`;
  const app = { name: "app", image: "shop:2", memory: 64, secrets: [{ name: "TOKEN", valueFrom }] };
  const { taskDefinition } = await ecs.registerTaskDefinition({ family: "withsecret", containerDefinitions: [app] });
  const seen: unknown[] = [];
  front.answer = ({ headers }) => {
    seen.push(headers.authorization);
    return { status: 401, body: `no ${headers.authorization}` };
  };
  const smoke = [{ path: "/me", headers: { Authorization: "Bearer {{secret:TOKEN}}" } }];
  const moved = cutOver(moveWith(smoke, taskDefinition?.taskDefinitionArn));
  await expect(moved).rejects.toThrow("| no Bearer {{secret:TOKEN}}");
  expect(seen).toEqual(["Bearer s3cret-of-the-test"]);
});

it("moves nothing where the listener for previews cannot be reached from here, and says so", async () => {
  aws().proxy.trouble("elasticloadbalancing:DescribeLoadBalancers", (said) =>
    said.replaceAll(/<DNSName>.*?<\/DNSName>/g, "<DNSName>nobody.invalid</DNSName>"),
  );
  const moved = cutOver(moveWith([{ path: "/ready" }]));
  await expect(moved).rejects.toBeInstanceOf(InputError);
  await expect(moved).rejects.toThrow(
    /^aws: the listener for previews cannot be reached from here \(nobody\.invalid:\d+: E\w+\), so that the release's smoke requests cannot be sent\. Run where it can be: name this machine's network in `loadBalancer\.previewFrom`, .*declare `smokeTask`\.$/,
  );
  expect((await stage.weights()).public).toEqual(ON_BLUE);
  expect(await stage.entries()).toEqual([]);
});

it.each(["elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeLoadBalancers"])(
  "moves nothing where it may not call %s",
  async (action) => {
    aws().proxy.trouble(action, { status: 403, code: "AccessDenied" });
    await expect(cutOver(moveWith([{ path: "/ready" }]))).rejects.toThrow(`this identity may not call \`${action}\``);
    expect((await stage.weights()).public).toEqual(ON_BLUE);
  },
);

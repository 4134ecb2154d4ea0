import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Color } from "../../model/color.ts";
import { startFront, type Front } from "../support/aws/front.ts";
import { changesOf, ProgramStack } from "../support/aws/program-stack.ts";
import { CRASHED, NOISY } from "../support/aws/provider/ecs.ts";
import { asContainer } from "../support/aws/smoke-container.ts";
import { SmokeRunner } from "../support/aws/smoke-runner.ts";
import { useAws } from "../support/aws/use-aws.ts";
import { setUpImage } from "../support/images.ts";
import { selfSigned } from "../support/certificate.ts";

const aws = useAws();
let stack: ProgramStack;
let front: Front;
let trusted: string;

beforeAll(async () => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse battery staple");
  stack = await ProgramStack.create(aws().clients);
  await stack.setSecret("shop", "TOKEN", "a-token-of-the-tests");
  const certificate = selfSigned("localhost");
  trusted = join(tmpdir(), `${stack.id.project}.pem`);
  writeFileSync(trusted, certificate.cert);
  vi.stubEnv("NODE_EXTRA_CA_CERTS", trusted); // for the processes that are started from here
  front = await startFront({ weights: async () => (await stack.weights()).public, certificate });
});
afterAll(async () => {
  await front.stop();
  stack.remove();
  rmSync(trusted, { force: true });
});
beforeEach(() => {
  front.lead(aws().proxy);
  front.answer = () => ({});
  front.asked.length = 0;
});

/** The least that AWS takes of a gate, so that nobody waits for long. */
const GATE = { passes: 2, within: "10s" };
const SMOKE = [{ path: "/ready" }, { path: "/me", headers: { Authorization: "Bearer {{secret:TOKEN}}" } }];
const release = (version: string) => ({
  ...{ version, image: `registry.test/shop:${version}`, secrets: ["TOKEN"], smoke: SMOKE },
});
const declare = (activeColor: Color, more: object = {}) => {
  stack.services = { shop: { activeColor, gate: GATE, blue: release("1.0.0"), green: release("2.0.0"), ...more } };
};
/** Has the apps answer as they should, and keeps what `/me` was asked with. */
const keepTokens = () => {
  const tokens = new Set<string | undefined>();
  front.answer = ({ path, headers }) => {
    if (path === "/me") tokens.add(headers.authorization);
    return {};
  };
  return tokens;
};
const entries = async () =>
  (await stack.store.ledger.read()).lines.map((line) => {
    const { kind, purpose } = JSON.parse(line) as { kind: string; purpose?: string }; // entries that we wrote
    return [kind, purpose].filter((part) => part !== undefined).join(" ");
  });

describe("smoke requests on AWS", () => {
  it("are answered by a first release before there is a rule for the public", async () => {
    declare("blue");
    await stack.up();
    expect(front.asked).toEqual(["preview blue GET /ready", "preview blue GET /me"]);
    expect((await stack.weights()).public).toEqual({ blue: 100, green: 0 });
  });

  it("are answered by each later one before and after the switch, with its secrets", async () => {
    const tokens = keepTokens();
    declare("green");
    await stack.up();
    expect(front.asked).toEqual([
      ...["preview green GET /ready", "preview green GET /me"],
      ...["public green GET /ready", "public green GET /me"],
    ]);
    expect([...tokens]).toEqual(["Bearer a-token-of-the-tests"]);
    expect((await stack.weights()).public).toEqual({ blue: 0, green: 100 });
    expect(await stack.up()).toEqual([]);
  });

  it("keep a release from the traffic that answers them wrongly", async () => {
    front.answer = ({ path }) => (path === "/me" ? { status: 401 } : {});
    declare("blue", { blue: release("3.0.0") });
    const { error } = await stack.run("up");
    expect(String(error)).toContain("blue (version 3.0.0) is healthy, but failed its smoke requests");
    expect(String(error)).toContain("GET /me: status 401 instead of 200");
    expect(String(error)).not.toContain("a-token-of-the-tests");
    expect((await stack.weights()).public).toEqual({ blue: 0, green: 100 });
    expect((await entries()).at(-1)).toBe("refused");
  });
});

describe("gates before a release on AWS", () => {
  const ALWAYS = { open: ["mon-sun 00:00-24:00"] };
  const NEVER = { freeze: [{ from: "2020-01-01", to: "2099-12-31", reason: "the tests say so" }] };
  const gated = (window: object) => declare("blue", { blue: release("4.0.0"), gates: { window, wayBack: true } });

  it("say in a preview what they would say", async () => {
    gated(NEVER);
    const { events } = await stack.run("preview");
    const said = events.flatMap((event) => (event.type === "diagnostic" ? [event.message] : [])).join("\n");
    expect(said).toContain("gate window: closed: ");
    expect(said).toContain("gate wayBack: passes: back to 2.0.0 on green");
  });

  it("keep tasks and traffic as they are while one is closed", async () => {
    gated(NEVER);
    const { events, error } = await stack.run("up");
    expect(String(error)).toContain("shop: 1 of 2 gates before a release is closed to blue (version 4.0.0)");
    expect(changesOf(events).filter((change) => /^\w+ (?:Service|ListenerRule) /.test(change))).toEqual([]);
    expect((await stack.weights()).public).toEqual({ blue: 0, green: 100 });
    expect(front.asked).toEqual([]);
    expect((await entries()).at(-1)).toBe("refused");
  });

  it("let a release through, with what they said in the ledger", async () => {
    gated(ALWAYS);
    await stack.up();
    expect((await stack.weights()).public).toEqual({ blue: 100, green: 0 });
    const { lines } = await stack.store.ledger.read();
    expect(JSON.parse(lines.at(-2) ?? "")).toMatchObject({
      ...{ kind: "switch", purpose: "release" },
      gates: [
        { gate: "window", verdict: "pass" },
        { gate: "wayBack", verdict: "pass" },
      ],
    });
    expect(await stack.up()).toEqual([]);
  });
});

const ofImage = (version: string, image: string) => ({ ...release(version), image: `registry.test/shop:${image}` });
const watched = (version: string, image = version) => ({
  ...ofImage(version, image),
  checks: { logs: {}, bakeTime: "1s" },
});

it("tells what a task logged last that has stopped, when the gate is red", async () => {
  declare("green", { blue: release("4.0.0"), green: ofImage("4.1.0", CRASHED) });
  const { error } = await stack.run("up");
  expect(String(error)).toContain("green (version 4.1.0) did not pass the gate within 10s");
  expect(String(error)).toMatch(/\n {2}task \S+ {2}stopped: [^]*\n {4}\| shop \| ERROR no database/);
  expect((await stack.weights()).public).toEqual({ blue: 100, green: 0 });
});

describe("checks on AWS", () => {
  it("keep a release from the traffic that logs errors", async () => {
    declare("green", { blue: release("4.0.0"), green: watched("5.0.0", NOISY) });
    const { error } = await stack.run("up");
    expect(String(error)).toContain("green (version 5.0.0) is healthy, but failed its checks");
    expect(String(error)).toContain("| ERROR no database");
    expect((await stack.weights()).public).toEqual({ blue: 100, green: 0 });
    expect((await entries()).at(-1)).toBe("refused");
  });

  it("watch one that serves, and leave it there where nothing turns red", async () => {
    declare("green", { blue: release("4.0.0"), green: watched("6.0.0") });
    await stack.up();
    expect((await stack.weights()).public).toEqual({ blue: 0, green: 100 });
    expect((await entries()).slice(-2)).toEqual(["switch release", "verified"]);
    expect(await stack.up()).toEqual([]);
  });
});

describe("smoke requests on AWS to a load balancer that cannot be reached from here", () => {
  const INTERNAL = "internal-shop.invalid";
  beforeEach(() => front.lead(aws().proxy, INTERNAL));

  it("are refused before anything moves where nothing else can send them", async () => {
    declare("blue", { blue: release("7.0.0"), green: watched("6.0.0") });
    const { error } = await stack.run("up");
    expect(String(error)).toContain(`cannot be reached from here (${INTERNAL}:`);
    expect(String(error)).toContain("have a task there send them: declare `smokeTask`");
    expect((await stack.weights()).public).toEqual({ blue: 0, green: 100 });
  });

  it("are sent by tasks of the image of ours, with the secrets of the release, before and after the switch", async () => {
    stack.aws = { ...stack.aws, smokeTask: { image: setUpImage("agent") } };
    const runner = new SmokeRunner(aws().clients, asContainer({ host: INTERNAL, trusted }));
    runner.lead(aws().proxy);
    const tokens = keepTokens();
    expect(await stack.up()).toContain("create TaskDefinition shop-smoke");
    expect(runner.phases).toEqual(["before", "after"]);
    expect(front.asked).toEqual([
      ...["preview blue GET /ready", "preview blue GET /me"],
      ...["public blue GET /ready", "public blue GET /me"],
    ]);
    expect([...tokens]).toEqual(["Bearer a-token-of-the-tests"]);
    expect((await stack.weights()).public).toEqual({ blue: 100, green: 0 });
    expect(await stack.up()).toEqual([]);
  });

  it("keep a release from the traffic that answers such a task wrongly, and say what it saw", async () => {
    const runner = new SmokeRunner(aws().clients, asContainer({ host: INTERNAL, trusted }));
    runner.lead(aws().proxy);
    front.answer = ({ path }) => (path === "/me" ? { status: 401 } : {});
    declare("green", { blue: release("7.0.0"), green: release("8.0.0") });
    const { error } = await stack.run("up");
    expect(String(error)).toContain("green (version 8.0.0) is healthy, but failed its smoke requests");
    expect(String(error)).toContain("GET /me: status 401 instead of 200");
    expect((await stack.weights()).public).toEqual({ blue: 100, green: 0 });
  });
});

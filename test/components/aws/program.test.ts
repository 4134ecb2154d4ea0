import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { bucketNotices } from "../../../platforms/aws/doctor/bucket-notices.ts";
import { lookAt, type Looked } from "../../../platforms/aws/observe/look-at.ts";
import { observed, release, steady } from "../../unit/edge/observed.ts";
import { AWS } from "../../unit/model/aws/aws-config.ts";
import { find, key, registrationsOf, valueOf, type Registration } from "../registrations.ts";

vi.mock("../../../platforms/aws/observe/look-at.ts", () => ({ lookAt: vi.fn() }));
vi.mock("../../../platforms/aws/doctor/bucket-notices.ts", () => ({ bucketNotices: vi.fn() }));

const NOTHING: Looked["aws"] = { rules: [], testRules: [], foreign: [], pools: [], health: new Map() };
const NEW: Looked = { aws: NOTHING, observed: observed(null, { environment: null, edge: null }) };
const SHOP = { activeColor: "blue", blue: release("1") };

interface Asked {
  config?: object;
  /** What the state knows of the region. */
  keepers?: Record<string, string>;
  into?: Registration[];
  preview?: boolean;
}

/** Runs the program with a config that says the least, changed by `config`. */
function run({ config = {}, ...options }: Asked = {}) {
  const whole = { platform: "aws", aws: AWS, services: { shop: SHOP }, ...config };
  const texts = Object.entries(whole).map(([name, value]) => [`tidegate:${name}`, JSON.stringify(value)] as const);
  return registrationsOf(async () => {
    pulumi.runtime.setAllConfig(Object.fromEntries(texts));
    return import("../../../infra/index.ts");
  }, options);
}

describe("the program on AWS", () => {
  beforeEach(() => {
    vi.resetModules(); // a program runs once per process
    vi.mocked(lookAt).mockReset().mockResolvedValue(NEW);
    vi.mocked(bucketNotices).mockReset().mockResolvedValue([]);
  });
  afterEach(() => pulumi.runtime.setAllConfig({}));

  it("looks first, then puts all services behind one load balancer", async () => {
    const api = { ...SHOP, route: { path: "/api" } };
    const { resources, result } = await run({ config: { services: { web: SHOP, api } } });
    expect(lookAt).toHaveBeenCalledExactlyOnceWith(
      expect.anything(),
      { project: "p", stack: "dev" },
      expect.objectContaining({ bucket: "my-releases", region: "eu-central-1" }),
    );
    const balancers = resources.filter(({ type }) => type === "aws:lb/loadBalancer:LoadBalancer").map(key);
    expect(balancers).toEqual(["LoadBalancer aws"]);
    expect(Object.keys(result.services)).toEqual(["api", "web"]);
    const told = result.services["api"];
    expect(told === undefined ? undefined : await valueOf(told.url)).toBe("https://aws-id.elb.test/api");
    expect(await valueOf(result.environment)).toBe("e1");
    expect(resources.filter(({ type }) => type.startsWith("docker:"))).toEqual([]);
  });

  it("gives services the places and the secrets that the stack's file says", async () => {
    const shop = { ...SHOP, blue: release("1", { secrets: ["TOKEN"] }) };
    const said = {
      services: { shop },
      secrets: { shop: { TOKEN: "t0k3n" } },
      aws: { ...AWS, priorities: { shop: 30_000 } },
    };
    const { resources } = await run({ config: said });
    expect(find(resources, "ListenerRule", "shop").inputs["priority"]).toBe(30_000);
    expect(find(resources, "SecretVersion", "shop-blue").inputs["secretString"]).toBe('{"TOKEN":"t0k3n"}');
  });

  it("goes by what there is: the next switch for traffic that is elsewhere", async () => {
    const moved = observed(steady({ workers: ["green"] }));
    vi.mocked(lookAt).mockResolvedValue({ aws: NOTHING, observed: moved });
    const config = { services: { shop: { ...SHOP, green: release("2") } } };
    const { resources } = await run({ config });
    const { environment } = find(resources, "Command", "shop-cutover").inputs;
    expect(environment).toMatchObject({ TIDEGATE_COLOR: "blue", TIDEGATE_GENERATION: "8" });
  });

  it("warns where a service that serves has no rule any more", async () => {
    vi.mocked(lookAt).mockResolvedValue({ aws: NOTHING, observed: observed(steady()) });
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    onTestFinished(() => warn.mockRestore());
    await run();
    expect(warn.mock.calls).toEqual([
      [
        "shop: has no rule on the listener, so that nobody's requests reach it. " +
          "Unless this `up` makes it, run it again with `--refresh`.",
      ],
    ]);
  });

  it.each([true, false])("says what it is to the account in a preview alone (%s)", async (preview) => {
    const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();
    onTestFinished(() => info.mockRestore());
    await run({ preview });
    const said = info.mock.calls.map(([text]) => text);
    expect(said.some((text) => text.startsWith("aws: the load balancer is internal: 10.0.0.0/8 may"))).toBe(preview);
    expect(said.some((text) => text.startsWith("shop: tasks run on Fargate"))).toBe(preview);
  });

  it.each([true, false])(
    "warns in a preview alone of a bucket that is not kept as it must be (%s)",
    async (preview) => {
      vi.mocked(bucketNotices).mockResolvedValue(["aws: the bucket's public access: is not blocked."]);
      const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
      onTestFinished(() => warn.mockRestore());
      await run({ preview });
      expect(warn.mock.calls).toEqual(preview ? [["aws: the bucket's public access: is not blocked."]] : []);
      expect(bucketNotices).toHaveBeenCalledTimes(preview ? 1 : 0);
    },
  );

  const taken = { arn: "arn:theirs", priority: 30_000, stack: null };
  it.each<[string, Asked, Partial<Looked>, RegExp]>([
    [
      "whose place on the listener somebody else has",
      { config: { aws: { ...AWS, priorities: { shop: 30_000 } } } },
      { aws: { ...NOTHING, foreign: [taken] } },
      /^services\.shop: its rule must have place 30000 on the listener, where there is a rule that is nothing of ours/,
    ],
    [
      "that would go while it serves",
      { config: { services: {} } },
      { observed: observed(steady()) },
      /^services\.shop: serves and is gone from the config/,
    ],
    [
      "that lives in another region",
      { keepers: { region: "us-east-1" } },
      {},
      /^aws\.region: is another one than this stack lives in, got "eu-central-1", expected "us-east-1"/,
    ],
  ])("registers nothing of a service %s", async (_what, asked, found, problem) => {
    vi.mocked(lookAt).mockResolvedValue({ ...NEW, ...found });
    const into: Registration[] = [];
    const refused = await run({ ...asked, into }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ problems: [expect.stringMatching(problem)] });
    expect(into.filter(({ type }) => !type.startsWith("random:"))).toEqual([]);
  });
});

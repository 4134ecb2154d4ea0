import { describe, expect, it } from "vitest";
import { changeWords } from "../../../../cli/display/change-words.ts";
import type { PropertyChange } from "../../../../engine/events.ts";

const COMMAND = "command:local:Command";
const RULE = "aws:lb/listenerRule:ListenerRule";
const CONTAINER = "docker:index/container:Container";

function words(type: string, ...changes: (Omit<PropertyChange, "replaces"> & { replaces?: boolean })[]): string[] {
  const step = { op: "update", urn: "u", type, name: "n" } as const;
  const lines = changeWords({ ...step, changes: changes.map((change) => ({ replaces: false, ...change })) });
  return lines.map(({ kind, text, replaces }) => `${SIGNS[kind]} ${text}${replaces === true ? " (replaces)" : ""}`);
}

const SIGNS = { change: "~", add: "+", remove: "-", context: " " } as const;
const environment = (name: string, old: string | undefined, now: string) => ({
  path: `environment.TIDEGATE_${name}`,
  ...(old === undefined ? {} : { old }),
  new: now,
});

describe("the words for a change", () => {
  it("say of a cutover where traffic goes and which version that is", () => {
    const changes = [
      environment("COLOR", "blue", "green"),
      environment("GENERATION", "1795791074", "1795791075"),
      environment("RELEASE", "d698195c26357f67", "87268ad00f1fb941"),
      environment("VERSION", "1.0.0", "2.0.0"),
    ];
    expect(words(COMMAND, ...changes)).toEqual(["~ traffic: blue → green", "~ version: 1.0.0 → 2.0.0"]);
  });

  it("are the same where an engine tells of the whole environment only", () => {
    const old = { TIDEGATE_COLOR: "blue", TIDEGATE_GENERATION: "1", TIDEGATE_SERVICE: "shop" };
    const now = { TIDEGATE_COLOR: "green", TIDEGATE_GENERATION: "2", TIDEGATE_SERVICE: "shop" };
    expect(words(COMMAND, { path: "environment", old, new: now })).toEqual(["~ traffic: blue → green"]);
  });

  it("say of a rule on AWS which color gets how much, whatever an engine tells of it", () => {
    const arn = (name: string) => `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/${name}/73e2`;
    const actions = (blue: number, green: number, names = ["p-dev-shop-blue-3000", "p-dev-shop-green-3000"]) => [
      {
        type: "forward",
        forward: { targetGroups: names.map((name, index) => ({ arn: arn(name), weight: index === 0 ? blue : green })) },
      },
    ];
    const tags = { path: "tags.tidegate:generation", old: "7", new: "8" };
    const moved = ["~ blue: 100 → 0", "~ green: 0 → 100"];
    expect(words(RULE, { path: "actions", old: actions(100, 0), new: actions(0, 100) }, tags)).toEqual(moved);
    const cut = ["a-project-with-a-long-n-0e1b2f8d", "a-project-with-a-long-n-1c0a4c5e"];
    expect(words(RULE, { path: "actions", old: actions(100, 0, cut), new: actions(0, 100, cut) })).toEqual(moved);
    const weight = (index: number, old: number, now: number) => ({
      path: `actions[0].forward.targetGroups[${index}].weight`,
      ...{ old, new: now },
    });
    expect(words(RULE, weight(0, 100, 0), weight(1, 0, 100), tags)).toEqual(moved);
    const alone = [{ forward: { targetGroups: [{ arn: arn("p-dev-shop-green-3000"), weight: 100 }] } }];
    expect(words(RULE, { path: "actions", old: alone, new: actions(0, 100) })).toEqual(["+ blue: 0"]);
    expect(words(RULE, tags)).toEqual(["  traffic is switched once more"]);
  });

  it("say why nothing but bookkeeping changes", () => {
    expect(words(COMMAND, environment("GENERATION", "1", "2"))).toEqual(["  traffic is switched once more"]);
    expect(words(COMMAND, environment("CONTAINERS", "a,b", "[unknown]"))).toEqual([
      "  for containers that are made anew",
    ]);
    expect(words(COMMAND, { path: "triggers[0]", old: "a", new: "b" })).toEqual([
      "  Values of tidegate's own, which --diff shows",
    ]);
  });

  it("say of the proxy's configuration how much changes, and which settings do", () => {
    const part = (replicas: number, green: object | null) =>
      JSON.stringify({ replicas, releases: { blue: RELEASE, green }, route: { host: "shop.example" } });
    const changes = [
      environment("CONFIG", "a\nb\n", "a\nc\nd\n"),
      environment("COUNTER", "1", "2"),
      environment("PART", part(2, null), part(3, { ...RELEASE, release: { version: "2.0.0" } })),
    ];
    expect(words(COMMAND, ...changes)).toEqual([
      "~ proxy configuration: 2 lines more, 1 less",
      "~ green: none → 2.0.0",
      "~ replicas: 2 → 3",
    ]);
  });

  it("leave what the containers tell to them", () => {
    const part = (version: string, hash: string) =>
      JSON.stringify({
        releases: { blue: { hash, release: { version, environment: { FOO: version } } }, green: null },
      });
    expect(words(COMMAND, environment("PART", part("1", "aa"), part("2", "bb")))).toEqual(["~ blue.version: 1 → 2"]);
  });

  it("take a part that is not known yet for what it is", () => {
    expect(words(COMMAND, environment("PART", "{}", "[unknown]"))).toEqual(["~ settings: {} → [unknown]"]);
  });

  it("name a container's version, environment, memory, image and secrets, and what replaces it", () => {
    const label = { path: "labels[4].value", replaces: true };
    expect(
      words(
        CONTAINER,
        { path: "envs[1]", new: "FOO=bar", replaces: true },
        { ...label, element: "tidegate.release", old: "d698195c26357f67", new: "3f7f00205dfc125b" },
        { ...label, element: "tidegate.version", old: "1.0.0", new: "1.0.1" },
        { ...label, element: "team", old: "a", new: "b" },
        {
          ...{ path: "labels[8]", element: "tidegate.version" },
          ...{ old: { label: "tidegate.version", value: "2.0.0" }, new: { label: "tidegate.version", value: "2.0.1" } },
        },
        { path: "image", old: `sha256:${"a".repeat(64)}`, new: `sha256:${"b".repeat(64)}`, replaces: true },
        { path: "memory", old: 256, new: 300 },
        { path: "memorySwap", old: 256, new: 300 },
        { path: "mounts[0].source", element: "/run/secrets", old: "x-1", new: "x-2", replaces: true },
        { path: "restart", old: "no", new: "always" },
      ),
    ).toEqual([
      "+ environment: FOO=bar (replaces)",
      "~ version: 1.0.0 → 1.0.1 (replaces)",
      "~ label team: a → b (replaces)",
      "~ version: 2.0.0 → 2.0.1",
      `~ image: sha256:${"a".repeat(12)} → sha256:${"b".repeat(12)} (replaces)`,
      "~ memory: 256 MiB → 300 MiB",
      "~ secrets: other values, or other ones (replaces)",
      "~ restart: no → always",
    ]);
  });

  it("name what is mounted where the whole list changes", () => {
    const secrets = { type: "volume", source: "p-dev-shop-blue-secrets-43b3", target: "/run/secrets", readOnly: true };
    const data = { type: "volume", source: "p-dev-data", target: "/data" };
    expect(words(CONTAINER, { path: "mounts", old: [], new: [secrets] })).toEqual([
      "+ secrets, mounted at /run/secrets",
    ]);
    expect(words(CONTAINER, { path: "mounts", old: [secrets, data], new: [secrets] })).toEqual(["- mount /data"]);
    const moved = { ...data, source: "p-dev-other" };
    expect(words(CONTAINER, { path: "mounts", old: [data], new: [moved] })).toEqual(["~ mount /data"]);
  });

  it("are none where nothing changes, and the values of what nobody here knows", () => {
    expect(words(COMMAND)).toEqual([]);
    expect(words("aws:s3/bucket:Bucket", { path: "acl", old: "private", new: "public" })).toEqual([
      "~ acl: private → public",
    ]);
  });
});

const RELEASE = { hash: "d698195c26357f67", release: { version: "1.0.0" } };

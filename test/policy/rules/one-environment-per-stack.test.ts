import { describe, expect, it } from "vitest";
import { CONTAINER, DOCKER_PROVIDER, NETWORK, VOLUME } from "../../../policy/resource-types.ts";
import type { JudgeContext } from "../../../policy/rule.ts";
import { oneEnvironmentPerStack } from "../../../policy/rules/one-environment-per-stack.ts";
import { UNKNOWN } from "../../../policy/unknown.ts";
import { settingsSchema } from "../../../policy/settings.ts";
import { edge } from "../compliant-service.ts";
import { judge, type Registered, UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const REMEDY = "Things of this stack are called `tidegate-dev` or `tidegate-dev-…`.";
const container = (props: Record<string, unknown>) => ({ type: CONTAINER, props });
const label = (name: string, value: string) => ({ label: `tidegate.${name}`, value });

/** The project `tidegate` has a stack whose name begins like that of `dev`. */
const judgeIn = (stack: string, resource: Registered) =>
  judge(oneEnvironmentPerStack, resource, {
    stack,
    otherStacks: ["dev", "dev-2", "load", "stg", "prod"].filter((other) => other !== stack),
  });

describe("one-environment-per-stack", () => {
  it.each([
    ["a network of its own", { type: NETWORK, props: { name: "tidegate-dev" } }],
    ["a volume of its own", { type: VOLUME, props: { name: "tidegate-dev-edge" } }],
    ["a thing without a name", { type: VOLUME, props: {} }],
    ["a name a preview does not know", { type: NETWORK, props: { name: UNKNOWN_TEXT } }],
    ["a foreign name", { type: NETWORK, props: { name: "monitoring" } }],
    ["a name that only looks like the project's", { type: VOLUME, props: { name: "tidegates-prod" } }],
    ["a host path that looks like another stack's", container({ mounts: [{ source: "/tidegate-prod" }] })],
    [
      "a replica of its own",
      container({
        name: "tidegate-dev-shop-blue-0",
        labels: [label("project", "tidegate"), label("stack", "dev")],
        networksAdvanced: [{ name: "tidegate-dev", aliases: ["tidegate-prod"] }],
        mounts: [{ source: "tidegate-dev-shop-data-uploads" }, { source: "/srv" }],
        volumes: [{ volumeName: "tidegate-dev-edge" }],
      }),
    ],
    [
      "what a preview does not know",
      container({
        name: UNKNOWN_TEXT,
        labels: UNKNOWN_LIST,
        networksAdvanced: UNKNOWN_LIST,
        mounts: [{ source: UNKNOWN_TEXT }],
      }),
    ],
  ])("accepts %s", async (_what, resource) => {
    expect(await judgeIn("dev", resource)).toEqual([]);
  });

  it.each([
    ["a network of another stack", { type: NETWORK, props: { name: "tidegate-prod" } }, "name", "tidegate-prod"],
    ["a volume of no stack", { type: VOLUME, props: { name: "tidegate-uploads" } }, "name", "tidegate-uploads"],
    [
      "a name that goes on otherwise",
      { type: VOLUME, props: { name: "tidegate-develop" } },
      "name",
      "tidegate-develop",
    ],
    [
      "the network of a stack with a longer name",
      { type: NETWORK, props: { name: "tidegate-dev-2" } },
      "name",
      "tidegate-dev-2",
    ],
    [
      "the edge's volume of a stack with a longer name",
      container({ mounts: [{ source: "tidegate-dev-2-edge" }] }),
      "mounts.0.source",
      "tidegate-dev-2-edge",
    ],
    ["a foreign container's name", container({ name: "tidegate-prod-edge" }), "name", "tidegate-prod-edge"],
    [
      "a foreign network, beside its own",
      container({ networksAdvanced: [{ name: "tidegate-dev" }, { name: "tidegate-stg" }] }),
      "networksAdvanced.1.name",
      "tidegate-stg",
    ],
    [
      "a foreign volume, beside what a preview does not know",
      container({ mounts: [{ source: UNKNOWN_TEXT }, { source: "tidegate-prod-shop-data-uploads" }] }),
      "mounts.1.source",
      "tidegate-prod-shop-data-uploads",
    ],
    [
      "a foreign volume of the older kind",
      container({ volumes: [{ volumeName: "tidegate-prod-edge" }] }),
      "volumes.0.volumeName",
      "tidegate-prod-edge",
    ],
    [
      "volumes of a foreign container",
      container({ volumes: [{ fromContainer: "tidegate-prod-edge" }] }),
      "volumes.0.fromContainer",
      "tidegate-prod-edge",
    ],
    [
      "the network of a foreign container",
      container({ networkMode: "container:tidegate-prod-edge" }),
      "networkMode",
      "container:tidegate-prod-edge",
    ],
    [
      "the processes of a foreign container",
      container({ pidMode: "container:tidegate-prod-edge" }),
      "pidMode",
      "container:tidegate-prod-edge",
    ],
    [
      "the memory of a foreign container",
      container({ ipcMode: "container:tidegate-prod-edge" }),
      "ipcMode",
      "container:tidegate-prod-edge",
    ],
  ])("refuses %s", async (_what, resource, path, got) => {
    expect(await judgeIn("dev", resource)).toEqual([
      `${path}: must not be a thing of another stack, got "${got}". ${REMEDY}`,
    ]);
  });

  it("refuses things of the shorter name in the stack with the longer one", async () => {
    for (const name of ["tidegate-dev", "tidegate-dev-edge"]) {
      expect(await judgeIn("dev-2", { type: VOLUME, props: { name } })).toEqual([
        `name: must not be a thing of another stack, got "${name}". Things of this stack are called \`tidegate-dev-2\` or \`tidegate-dev-2-…\`.`,
      ]);
    }
  });

  it.each([CONTAINER, NETWORK, VOLUME])("refuses another stack's labels on a %s", async (type) => {
    const labels = [label("project", "other"), label("role", "network"), label("stack", "prod")];
    expect(await judge(oneEnvironmentPerStack, { type, props: { labels } })).toEqual([
      'labels.0.value: tidegate.project must be "tidegate", got "other". Label it with its own stack.',
      'labels.2.value: tidegate.stack must be "dev", got "prod". Label it with its own stack.',
    ]);
  });

  it.each([
    ["the same host again", ["ssh://a", "ssh://a"], [[], []]],
    ["a host a preview does not know", [UNKNOWN, "ssh://a", UNKNOWN, "ssh://a"], [[], [], [], []]],
    [
      "another host",
      ["ssh://a", "ssh://b", "ssh://a"],
      [
        [],
        [
          'host: must be the host of the stack\'s other Docker provider, "ssh://a", got "ssh://b". Give every host a stack of its own.',
        ],
        [],
      ],
    ],
    [
      "none, which means the engine's default one",
      ["ssh://a", undefined],
      [
        [],
        [
          'host: must be the host of the stack\'s other Docker provider, "ssh://a", got nothing. Give every host a stack of its own.',
        ],
      ],
    ],
  ])("judges Docker providers of one run with %s", (_what, hosts, judgements) => {
    const run: JudgeContext = {
      project: "p",
      stack: "dev",
      tier: "dev",
      settings: settingsSchema.parse({}),
      otherStacks: [],
    };
    const provider = (host: unknown) =>
      ({
        type: DOCKER_PROVIDER,
        name: "docker",
        urn: "urn",
        inputs: { host },
        secretPaths: new Set<string>(),
      }) as const;
    expect(hosts.map((host) => oneEnvironmentPerStack.judge(provider(host), run))).toEqual(judgements);
  });

  it("lets stacks share a host, a remote one too", async () => {
    const provider = { type: DOCKER_PROVIDER, props: { host: "ssh://deploy@prod-1" } };
    for (const stack of ["dev", "stg", "prod"]) expect(await judgeIn(stack, provider)).toEqual([]);
  });

  it("remembers no host of another run", async () => {
    for (const host of ["ssh://a", "ssh://b"]) {
      expect(await judge(oneEnvironmentPerStack, { type: DOCKER_PROVIDER, props: { host } })).toEqual([]);
    }
  });

  it("does not apply to anything else", async () => {
    expect(await judge(oneEnvironmentPerStack, edge())).toEqual({ notApplicable: "Judges resources of other types" });
  });
});

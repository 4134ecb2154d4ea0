import { Secret } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { BUILDKIT_IMAGE, BUILT_IMAGE, NETWORK, REMOTE_IMAGE, VOLUME } from "../../../policy/resource-types.ts";
import { noSecretInEnvironment } from "../../../policy/rules/no-secret-in-environment.ts";
import { judge, UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const container = (change: Record<string, unknown> = {}) => ({
  type: "docker:index/container:Container",
  props: {
    image: "sha256:1",
    envs: ["LOG_LEVEL=info"],
    labels: [{ label: "tidegate.service", value: "shop" }],
    command: ["serve"],
    ...change,
  },
});
const READABLE =
  "must not be a secret, got one that Pulumi keeps and `docker inspect` shows. " +
  "Name it in the release's `secrets`, and the app gets it as a file.";

describe("no-secret-in-environment", () => {
  it("accepts a container that shows no secret", async () => {
    expect(await judge(noSecretInEnvironment, container())).toEqual([]);
  });

  it.each([
    ["a variable", { envs: ["A=b", new Secret("LEVEL=hunter2")] }, ["envs.LEVEL"]],
    ["all variables", { envs: new Secret(["LEVEL=hunter2", "DEPTH=hunter2"]) }, ["envs.LEVEL", "envs.DEPTH"]],
    ["a variable without a name", { envs: [new Secret("hunter2")] }, ["envs.0"]],
    ["a variable without a value", { envs: [new Secret("hunter2=")] }, ["envs.0"]],
    ["a label", { labels: [{ label: "key", value: new Secret("hunter2") }] }, ["labels.0.value"]],
    ["an argument", { command: ["serve", new Secret("hunter2")] }, ["command.1"]],
    ["an entry point", { entrypoints: [new Secret("hunter2")] }, ["entrypoints.0"]],
    ["a health check", { healthcheck: { tests: ["CMD", new Secret("hunter2")] } }, ["healthcheck.tests.1"]],
    ["one that is not known yet", { command: ["serve", new Secret(UNKNOWN_TEXT)] }, ["command.1"]],
    ["a list that is empty", { envs: new Secret([]) }, ["envs"]],
  ])("refuses %s that Pulumi keeps secret, without saying it", async (_what, change, paths) => {
    const violations = await judge(noSecretInEnvironment, container(change));
    expect(violations).toEqual(paths.map((path) => `${path}: ${READABLE}`));
    expect(JSON.stringify(violations)).not.toContain("hunter2");
  });

  const HOST_FILE = "Keep it in a file on the host, and let what needs it read it there.";
  const BUILD_SECRET = "Mount it into the step of the build that needs it (`RUN --mount=type=secret`).";
  const labels = [{ label: "key", value: new Secret("hunter2") }];

  it.each([
    ["a network's label", NETWORK, { labels }, ["labels.0.value"], "inspect", HOST_FILE],
    ["a network's option", NETWORK, { options: { a: new Secret("hunter2") } }, ["options.a"], "inspect", HOST_FILE],
    [
      "an option of a network's addresses",
      NETWORK,
      { ipamOptions: { a: new Secret("hunter2") } },
      ["ipamOptions.a"],
      "inspect",
      HOST_FILE,
    ],
    ["a volume's label", VOLUME, { labels }, ["labels.0.value"], "inspect", HOST_FILE],
    [
      "a volume's options",
      VOLUME,
      { driverOpts: new Secret({ o: "password=hunter2", type: "cifs" }) },
      ["driverOpts.o", "driverOpts.type"],
      "inspect",
      HOST_FILE,
    ],
    [
      "an argument of a build",
      BUILT_IMAGE,
      { build: { context: "app", args: { A: new Secret("hunter2"), B: "b" } } },
      ["build.args.A"],
      "history",
      BUILD_SECRET,
    ],
    [
      "the arguments of a build that is a secret as a whole",
      BUILT_IMAGE,
      { build: new Secret({ context: "app", args: { A: "hunter2" } }) },
      ["build.args.A"],
      "history",
      BUILD_SECRET,
    ],
    [
      "an argument that is not known yet",
      BUILT_IMAGE,
      { build: { args: { A: new Secret(UNKNOWN_TEXT) } } },
      ["build.args.A"],
      "history",
      BUILD_SECRET,
    ],
    [
      "an argument and a label of a build by BuildKit",
      BUILDKIT_IMAGE,
      { buildArgs: { A: new Secret("hunter2") }, labels: new Secret({ b: "hunter2" }) },
      ["buildArgs.A", "labels.b"],
      "history",
      BUILD_SECRET,
    ],
    [
      "an argument and a label of a local build",
      REMOTE_IMAGE,
      { build: { buildArgs: { A: new Secret("hunter2") }, label: { b: new Secret("hunter2") } } },
      ["build.buildArgs.A", "build.label.b"],
      "history",
      BUILD_SECRET,
    ],
  ])("refuses %s that Pulumi keeps secret, without saying it", async (_what, type, props, paths, shows, instead) => {
    const violations = await judge(noSecretInEnvironment, { type, props });
    const message = `must not be a secret, got one that Pulumi keeps and \`docker ${shows}\` shows. ${instead}`;
    expect(violations).toEqual(paths.map((path) => `${path}: ${message}`));
    expect(JSON.stringify(violations)).not.toContain("hunter2");
  });

  it.each([
    ["a network", NETWORK, { name: "shop", labels: [{ label: "key", value: "plain" }] }],
    ["a volume without inputs", VOLUME, {}],
    ["a volume whose options a preview does not know", VOLUME, { driverOpts: UNKNOWN_OBJECT }],
    ["a build that is given a secret as one", BUILDKIT_IMAGE, { secrets: { NPM_TOKEN: new Secret("hunter2") } }],
    ["a build that keeps its registry's password", BUILT_IMAGE, { registry: { password: new Secret("hunter2") } }],
  ])("accepts %s that shows no secret", async (_what, type, props) => {
    expect(await judge(noSecretInEnvironment, { type, props })).toEqual([]);
  });

  it("leaves what is not wrapped, or not shown by the engine, to the other rule", async () => {
    expect(await judge(noSecretInEnvironment, container({ envs: ["DB_PASSWORD=hunter2", UNKNOWN_TEXT] }))).toEqual([]);
    const upload = container({ uploads: [{ file: "/key", content: new Secret("hunter2") }] });
    expect(await judge(noSecretInEnvironment, upload)).toEqual([]);
  });

  it("accepts a container without any of these inputs", async () => {
    const bare = { type: "docker:index/container:Container", props: {} };
    expect(await judge(noSecretInEnvironment, bare)).toEqual([]);
  });

  it("does not apply where nobody knows what is secret, nor to what the engine does not show", async () => {
    expect(await judge(noSecretInEnvironment, container(), { remembers: false })).toEqual({
      notApplicable: "The engine ran no remediations, so nobody knows which inputs are secrets",
    });
    const command = { type: "command:local:Command", props: { environment: { TOKEN: new Secret("hunter2") } } };
    expect(await judge(noSecretInEnvironment, command)).toEqual({ notApplicable: "Judges resources of other types" });
  });
});

import { Secret } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { noSecretInEnvironment } from "../../../policy/rules/no-secret-in-environment.ts";
import { judge, UNKNOWN_TEXT } from "../judge.ts";

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

  it("leaves what is not wrapped, or not shown by the engine, to the other rule", async () => {
    expect(await judge(noSecretInEnvironment, container({ envs: ["DB_PASSWORD=hunter2", UNKNOWN_TEXT] }))).toEqual([]);
    const upload = container({ uploads: [{ file: "/key", content: new Secret("hunter2") }] });
    expect(await judge(noSecretInEnvironment, upload)).toEqual([]);
  });

  it("accepts a container without any of these inputs", async () => {
    const bare = { type: "docker:index/container:Container", props: {} };
    expect(await judge(noSecretInEnvironment, bare)).toEqual([]);
  });

  it("does not apply where nobody knows what is secret, nor to anything but containers", async () => {
    expect(await judge(noSecretInEnvironment, container(), { remembers: false })).toEqual({
      notApplicable: "The engine ran no remediations, so nobody knows which inputs are secrets",
    });
    const command = { type: "command:local:Command", props: { environment: { TOKEN: new Secret("hunter2") } } };
    expect(await judge(noSecretInEnvironment, command)).toEqual({ notApplicable: "Judges resources of other types" });
  });
});

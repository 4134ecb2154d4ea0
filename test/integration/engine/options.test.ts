import { describe, expect, it } from "vitest";
import { useProject } from "./support/project.ts";

describe("a resource option", () => {
  it("dependsOn orders creation and deletion", async () => {
    const project = useProject();
    const run = await project.up([{ name: "a" }, { name: "b", options: { dependsOn: ["a"] } }]);
    expect(run.effects).toEqual(["create a", "create b"]);
  });

  it("parent puts the resource below a component, in its URN and in the steps", async () => {
    const project = useProject();
    const run = await project.up([
      { kind: "group", name: "g" },
      { name: "a", options: { parent: "g" } },
    ]);
    const step = run.events.find((event) => event.type === "step-done" && event.step.name === "a");
    expect(step).toMatchObject({
      step: {
        urn: "urn:pulumi:dev::test::test:index:Group$fake:index:Thing::a",
        parent: "urn:pulumi:dev::test::test:index:Group::g",
      },
    });
  });

  it("protect refuses replacement and deletion, in preview already, until it is taken off", async () => {
    const project = useProject();
    await project.up([{ name: "a", inputs: { key: 1 }, options: { protect: true } }]);
    project.describe([{ name: "a", inputs: { key: 2 }, options: { protect: true } }]);
    await expect(project.run("preview")).rejects.toThrow("Thing a: is protected and cannot be replaced");
    await expect(project.up([])).rejects.toThrow("Thing a: is protected and cannot be deleted");
    await expect(project.run("destroy")).rejects.toThrow("Thing a: is protected and cannot be deleted");
    await project.up([{ name: "a", inputs: { key: 1 } }]);
    expect((await project.up([])).effects).toEqual(["delete a"]);
  });

  it("ignoreChanges keeps what it names, and nothing else", async () => {
    const project = useProject();
    const start = { tags: { x: 1, y: 1 }, list: [1, 2] };
    const options = { ignoreChanges: ["tags.x", "list[0]"] };
    await project.up([{ name: "a", inputs: start, options }]);
    const ignored = { tags: { x: 9, y: 1 }, list: [9, 2] };
    expect((await project.up([{ name: "a", inputs: ignored, options }])).effects).toEqual([]);
    await project.up([{ name: "a", inputs: { ...ignored, size: 2 }, options }]);
    expect([...project.world.things.values()]).toEqual([{ label: "a", size: 2, ...start }]);
  });

  it("replaceOnChanges makes an update a replacement", async () => {
    const project = useProject();
    const options = { replaceOnChanges: ["tags"] };
    await project.up([{ name: "a", inputs: { tags: { x: 1 } }, options }]);
    const run = await project.up([{ name: "a", inputs: { tags: { x: 2 } }, options }]);
    expect(run.effects).toEqual(["create a", "delete a"]);
  });

  it("replaceOnChanges leaves other changes in place", async () => {
    const project = useProject();
    const options = { replaceOnChanges: ["tags.x", "#initerror"] };
    await project.up([{ name: "a", inputs: { tags: { x: 1, y: 1 } }, options }]);
    expect((await project.up([{ name: "a", inputs: { tags: { x: 1, y: 2 } }, options }])).effects).toEqual([
      "update a",
    ]);
  });

  it("deleteBeforeReplace decides the order, whatever the provider says", async () => {
    const project = useProject();
    const thing = (key: number, first: boolean) => [
      { name: "a", inputs: { key, deleteFirst: !first }, options: { deleteBeforeReplace: first } },
    ];
    await project.up(thing(1, true));
    expect((await project.up(thing(2, true))).effects).toEqual(["delete a", "create a"]);
    expect((await project.up(thing(3, false))).effects).toEqual(["create a", "delete a"]);
  });

  it("additionalSecretOutputs makes an output secret, for its dependents too", async () => {
    const project = useProject();
    project.describe(
      [
        { name: "a", options: { additionalSecretOutputs: ["out"] } },
        { name: "b", inputs: { from: { $out: "a" } } },
      ],
      { outputs: { a: { $out: "a" } } },
    );
    const run = await project.run("up");
    expect(run.outputs).toEqual({ a: "[secret]" });
    expect(project.read(".tidegate/state/dev.json")).not.toContain("a!");
    expect(JSON.stringify(run.events)).not.toContain("a!");
  });

  it("customTimeouts ends the provider's signal in time", async () => {
    const project = useProject();
    project.world.before = (_effect, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("took too long"))));
    const run = project.up([{ name: "a", options: { customTimeouts: { create: "0.2s" } } }]);
    await expect(run).rejects.toThrow("Thing a: took too long");
  });

  it("customTimeouts that is no duration is an error", async () => {
    const project = useProject();
    const run = project.up([{ name: "a", options: { customTimeouts: { create: "soon" } } }]);
    await expect(run).rejects.toThrow('Thing a: `customTimeouts` must be durations such as "5m", got "soon".');
  });

  it("aliases keeps a renamed resource, and what depends on it", async () => {
    const project = useProject();
    await project.up([
      { name: "old", inputs: { label: "x" } },
      { name: "b", options: { dependsOn: ["old"] } },
    ]);
    const run = await project.up([
      { name: "new", inputs: { label: "x" }, options: { aliases: [{ name: "old" }] } },
      { name: "b", options: { dependsOn: ["new"] } },
    ]);
    expect(run.effects).toEqual([]);
    expect(run.changes).toEqual({ same: 3 });
  });

  it("aliases of a component keep its children", async () => {
    const project = useProject();
    await project.up([
      { kind: "group", name: "old" },
      { name: "old-a", inputs: { label: "x" }, options: { parent: "old" } },
    ]);
    const run = await project.up([
      { kind: "group", name: "new", options: { aliases: [{ name: "old" }] } },
      { name: "new-a", inputs: { label: "x" }, options: { parent: "new" } },
    ]);
    expect(run.effects).toEqual([]);
  });

  it("provider sends a resource to an explicit provider with its config", async () => {
    const project = useProject();
    const run = await project.up([
      { kind: "provider", name: "p", inputs: { host: "h1" } },
      { name: "a", options: { provider: "p" } },
    ]);
    expect(run.effects).toEqual(["create a"]);
    expect(project.world.configs).toEqual([{ host: "h1" }]);
    const again = await project.up([
      { kind: "provider", name: "p", inputs: { host: "h2" } },
      { name: "a", options: { provider: "p" } },
    ]);
    expect(again.changes).toEqual({ same: 2, update: 1 });
    await project.run("destroy");
    expect(project.world.configs.at(-1)).toEqual({ host: "h2" });
  });

  it("provider exchanged for another replaces the resource", async () => {
    const project = useProject();
    const list = (provider: string) => [
      { kind: "provider" as const, name: "p" },
      { kind: "provider" as const, name: "q" },
      { name: "a", options: { provider } },
    ];
    await project.up(list("p"));
    expect((await project.up(list("q"))).effects).toEqual(["create a", "delete a"]);
  });

  it("retainOnDelete forgets the resource without deleting it", async () => {
    const project = useProject();
    await project.up([{ name: "a", options: { retainOnDelete: true } }]);
    const run = await project.up([]);
    expect(run.effects).toEqual([]);
    expect(run.changes).toEqual({ same: 1, delete: 1 });
    expect(project.world.things.size).toBe(1);
  });

  it("deletedWith spares the deletion of what goes with another", async () => {
    const project = useProject();
    await project.up([
      { name: "a" },
      { name: "b", options: { deletedWith: "a" } },
      { name: "c", options: { deletedWith: "a" } },
    ]);
    expect((await project.up([{ name: "a" }, { name: "c", options: { deletedWith: "a" } }])).effects).toEqual([
      "delete b",
    ]);
    expect((await project.up([])).effects).toEqual(["delete a"]);
  });

  it("get reads somebody else's resource and never deletes it", async () => {
    const project = useProject();
    project.world.things.set("theirs", { label: "theirs", size: 3 });
    const resources = [{ kind: "read" as const, name: "r", inputs: { id: "theirs" } }];
    const run = await project.up(resources);
    expect(run.changes).toEqual({ create: 1, read: 1 });
    expect((await project.up(resources)).changes).toEqual({ same: 1, read: 1 });
    expect((await project.up([])).effects).toEqual([]);
    expect(project.world.things.has("theirs")).toBe(true);
  });
});

describe("what is not supported", () => {
  it.each([
    ["the option `import`", { name: "a", options: { import: "x" } }],
    ["the option `hideDiffs`", { name: "a", options: { hideDiffs: ["x"] } }],
    ["an asset", { name: "a", inputs: { file: { $asset: "text" } } }],
  ])("%s is an error that names the resource and the Pulumi CLI", async (what, resource) => {
    const project = useProject();
    await expect(project.up([resource])).rejects.toThrow(
      new RegExp(`Thing a.*: ${what} is not supported by the embedded engine. Use the Pulumi CLI`),
    );
    expect(project.world.things.size).toBe(0);
  });

  it.each([
    ["new pulumi.StackReference('other')", "StackReference other: the package `pulumi`"],
    ["new pulumi.CustomResource('aws:s3/bucket:Bucket', 'b', {})", "Bucket b: the package `aws`"],
    ["new pulumi.CustomResource('fake:index:Other', 'o', {})", "Other o: the resource type `fake:index:Other`"],
    ["await pulumi.runtime.invoke('fake:index:getThing', {})", "fake:index:getThing: a function call of a provider"],
    [
      "new pulumi.dynamic.Resource({ create: async () => ({ id: '1' }) }, 'd', {})",
      "the program: serializing a function (a dynamic provider, for one)",
    ],
    ["pulumi.requirePulumiVersion('>=3')", "the program: asking for a version of Pulumi"],
  ])("%s is an error that names the Pulumi CLI", async (statement, subject) => {
    const project = useProject();
    project.write("program/program.ts", `import * as pulumi from "@pulumi/pulumi";\n${statement};\n`);
    await expect(project.up()).rejects.toThrow(
      `${subject} is not supported by the embedded engine. Use the Pulumi CLI (\`--engine pulumi\`).`,
    );
  });
});

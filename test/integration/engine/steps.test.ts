import { describe, expect, it } from "vitest";
import { useProject } from "./support/project.ts";

describe("a program's resources", () => {
  it("are created once and left alone by the next up, preview and refresh", async () => {
    const project = useProject();
    project.describe([{ name: "a" }, { name: "b", inputs: { from: { $out: "a" } } }], {
      outputs: { b: { $out: "b" } },
    });
    const first = await project.run("up");
    expect(first.effects).toEqual(["create a", "create b"]);
    expect(first.changes).toEqual({ create: 3 });
    expect(first.outputs).toEqual({ b: "b!" });
    for (const verb of ["up", "preview", "refresh"] as const) {
      const again = await project.run(verb);
      expect(again.effects).toEqual([]);
      expect(Object.keys(again.changes)).toEqual(["same"]);
    }
    expect(await (await project.engine()).outputs({ showSecrets: false })).toEqual({ b: "b!" });
  });

  it("are updated in place, with the paths that differ", async () => {
    const project = useProject();
    await project.up([{ name: "a", inputs: { tags: { x: 1, y: 2 } } }]);
    const run = await project.up([{ name: "a", inputs: { tags: { x: 1, y: 3 } } }]);
    expect(run.effects).toEqual(["update a"]);
    expect(run.changes).toEqual({ same: 1, update: 1 });
    const step = run.events.find((event) => event.type === "step-done" && event.step.op === "update");
    expect(step).toMatchObject({ step: { name: "a", changes: [{ path: "tags.y", old: 2, new: 3, replaces: false }] } });
  });

  it("are replaced by a new one first, and the old one goes at the end", async () => {
    const project = useProject();
    await project.up([
      { name: "a", inputs: { key: 1 } },
      { name: "b", inputs: { from: { $id: "a" } } },
    ]);
    const run = await project.up([
      { name: "a", inputs: { key: 2 } },
      { name: "b", inputs: { from: { $id: "a" } } },
    ]);
    expect(run.effects).toEqual(["create a", "update b", "delete a"]);
    expect(run.changes).toEqual({ same: 1, replace: 1, update: 1 });
  });

  it("are deleted first where the provider says so, together with those that could not stay", async () => {
    const project = useProject();
    const list = (key: number) => [
      { name: "a", inputs: { key, deleteFirst: true } },
      { name: "b", inputs: { key: { $id: "a" } } },
      { name: "c", inputs: { other: { $id: "a" } } },
    ];
    await project.up(list(1));
    const run = await project.up(list(2));
    expect(run.effects).toEqual(["delete b", "delete a", "create a", expect.anything(), expect.anything()]);
    expect(run.effects.slice(3).toSorted()).toEqual(["create b", "update c"]);
    expect(run.changes).toEqual({ same: 1, replace: 2, update: 1 });
    expect((await project.up()).effects).toEqual([]);
  });

  it("are deleted when the program no longer has them, dependents first", async () => {
    const project = useProject();
    await project.up([
      { name: "a" },
      { name: "b", inputs: { from: { $out: "a" } } },
      { name: "c", options: { dependsOn: ["b"] } },
    ]);
    expect((await project.up([])).effects).toEqual(["delete c", "delete b", "delete a"]);
    expect(project.world.things.size).toBe(0);
  });

  it("are all deleted by destroy, in reverse order, without running the program", async () => {
    const project = useProject();
    await project.up([
      { name: "a" },
      { kind: "group", name: "g" },
      { name: "b", options: { parent: "g", dependsOn: ["a"] } },
    ]);
    project.write("program/program.ts", "throw new Error('must not run');");
    const run = await project.run("destroy");
    expect(run.effects).toEqual(["delete b", "delete a"]);
    expect(run.changes).toEqual({ delete: 4 });
    expect(JSON.parse(project.read(".tidegate/state/dev.json"))).toMatchObject({ resources: [], pending: [] });
  });

  it("show in a preview what an up would do, and nothing is done", async () => {
    const project = useProject();
    await project.up([
      { name: "a", inputs: { key: 1, deleteFirst: true } },
      { name: "b", inputs: { key: { $id: "a" } } },
      { name: "gone" },
    ]);
    const before = project.read(".tidegate/state/dev.json");
    project.describe([
      { name: "a", inputs: { key: 2, deleteFirst: true } },
      { name: "b", inputs: { key: { $id: "a" } } },
      { name: "new", inputs: { from: { $out: "a" } } },
    ]);
    const run = await project.run("preview");
    expect(run.effects).toEqual([]);
    expect(run.changes).toEqual({ same: 1, replace: 2, create: 1, delete: 1 });
    expect(project.read(".tidegate/state/dev.json")).toBe(before);
    const unknown = run.events.find((event) => event.type === "step-done" && event.step.name === "b");
    expect(unknown).toMatchObject({ step: { changes: [{ path: "key", new: "[unknown]", replaces: true }] } });
  });

  it("that are independent are worked on at the same time", async () => {
    const project = useProject();
    let running = 0;
    let most = 0;
    let release: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (release = resolve));
    project.world.before = async () => {
      most = Math.max(most, ++running);
      if (running === 4) release();
      await all;
    };
    await project.up(["a", "b", "c", "d"].map((name) => ({ name })));
    expect(most).toBe(4);
  });
});

describe("an unknown value in a preview", () => {
  it("of an update is only what the update may change", async () => {
    const project = useProject();
    const list = (size: number) => [
      { name: "a", inputs: { size } },
      { name: "b", inputs: { key: { $out: "a" } } },
    ];
    await project.up(list(1));
    project.describe(list(2));
    expect((await project.run("preview")).changes).toEqual({ same: 2, update: 1 });
  });
});

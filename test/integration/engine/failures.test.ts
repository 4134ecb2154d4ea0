import { describe, expect, it } from "vitest";
import { RunFailedError } from "../../../engine/embedded/steps/failures.ts";
import { useProject } from "./support/project.ts";

describe("a failed step", () => {
  it("lets running steps finish, starts no more, and the next up does the rest", async () => {
    const project = useProject();
    let failed: () => void = () => undefined;
    const failure = new Promise<void>((resolve) => (failed = resolve));
    project.world.before = async (effect) => {
      if (effect === "create bad") {
        failed();
        throw new Error("no such image");
      }
      if (effect === "create slow") await failure;
    };
    const resources = [
      { name: "slow" },
      { name: "bad" },
      { name: "after", options: { dependsOn: ["slow"] } },
      { name: "below", options: { dependsOn: ["bad"] } },
    ];
    const error = await project.up(resources).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RunFailedError);
    expect(error).toMatchObject({ exitCode: 2, message: "Thing bad: no such image" });
    expect(project.world.take()).toEqual(["create slow"]);
    expect(project.events.filter((event) => event.type === "step-failed")).toHaveLength(1);
    expect(project.events.filter((event) => event.type === "diagnostic" && event.severity === "error")).toEqual([]);
    project.world.before = () => undefined;
    expect((await project.up()).effects.toSorted()).toEqual(["create after", "create bad", "create below"]);
  });

  it("deletes nothing", async () => {
    const project = useProject();
    await project.up([{ name: "a" }, { name: "gone" }]);
    project.world.before = (effect) => {
      if (effect === "update a") throw new Error("refused");
    };
    await expect(project.up([{ name: "a", inputs: { size: 2 } }])).rejects.toThrow("Thing a: refused");
    expect(project.world.things.size).toBe(2);
  });

  it("of a deletion fails the run once, without a word from the program", async () => {
    const project = useProject();
    await project.up([{ name: "a" }, { name: "b" }]);
    project.world.before = (effect) => {
      if (effect === "delete a") throw new Error("still in use");
    };
    await expect(project.up([{ name: "b" }])).rejects.toMatchObject({ message: "Thing a: still in use" });
    expect(project.events.filter((event) => event.type === "diagnostic")).toEqual([]);
    project.world.before = () => undefined;
    expect((await project.up()).effects).toEqual(["delete a"]);
  });

  it("of a resource that was made by half is recorded, and replaced by the next up", async () => {
    const project = useProject();
    await expect(project.up([{ name: "a", inputs: { half: true } }])).rejects.toThrow(
      "Thing a: made, but it did not start",
    );
    expect(project.world.things.size).toBe(1);
    expect((await project.up([{ name: "a" }])).effects).toEqual(["create a", "delete a"]);
    expect((await project.up()).effects).toEqual([]);
  });

  it("keeps the outputs of the stack as they were", async () => {
    const project = useProject();
    project.describe([{ name: "a" }], { outputs: { size: 1 } });
    await project.run("up");
    project.world.before = () => {
      throw new Error("refused");
    };
    project.describe([{ name: "a" }, { name: "b" }], { outputs: { size: 2 } });
    await expect(project.up()).rejects.toThrow("refused");
    expect(await (await project.engine()).outputs({ showSecrets: false })).toEqual({ size: 1 });
  });
});

describe("a failed program", () => {
  it("that throws fails the run with what it said, and deletes nothing", async () => {
    const project = useProject();
    await project.up([{ name: "a" }]);
    project.describe([], { throws: "services.shop.port: is missing." });
    await expect(project.up()).rejects.toThrow("services.shop.port: is missing.");
    expect(project.world.things.size).toBe(1);
  });

  it("that logs an error fails the run, and deletes nothing", async () => {
    const project = useProject();
    await project.up([{ name: "a" }]);
    project.describe([], { log: [{ severity: "error", message: "this is bad" }] });
    await expect(project.up()).rejects.toThrow("this is bad");
    expect(project.world.things.size).toBe(1);
  });

  it("that ends in the middle fails the run, and deletes nothing", async () => {
    const project = useProject();
    await project.up([{ name: "a" }]);
    project.write("program/program.ts", "process.exit(0);");
    await expect(project.up()).rejects.toThrow("The program ended");
    expect(project.world.things.size).toBe(1);
  });

  it("shows its warnings and infos, and never a debug line", async () => {
    const project = useProject();
    project.describe([], {
      log: [
        { severity: "debug", message: "hidden" },
        { severity: "warn", message: "careful" },
      ],
    });
    const run = await project.up();
    const lines = run.events.filter((event) => event.type === "diagnostic");
    expect(lines).toEqual([{ type: "diagnostic", severity: "warning", message: "careful", ephemeral: false }]);
  });
});

describe("Ctrl-C", () => {
  it("finishes the step in hand, starts no other, and the next up goes on", async () => {
    const project = useProject();
    const controller = new AbortController();
    project.world.before = () => controller.abort();
    project.describe([{ name: "a" }, { name: "b", options: { dependsOn: ["a"] } }]);
    await expect(project.up(undefined, { signal: controller.signal })).rejects.toThrow("Interrupted.");
    expect(project.world.take()).toEqual(["create a"]);
    project.world.before = () => undefined;
    expect((await project.up()).effects).toEqual(["create b"]);
  });

  it("ends a program that never ends by itself", async () => {
    const project = useProject();
    project.write("program/program.ts", "console.log('waiting'); setInterval(() => {}, 1000);");
    const controller = new AbortController();
    const engine = await project.engine();
    const run = engine.up({
      signal: controller.signal,
      skipPreview: true,
      onEvent: (event) => {
        if (event.type === "diagnostic" && event.message === "waiting") controller.abort();
      },
    });
    await expect(run).rejects.toThrow("Interrupted.");
  });
});

describe("refresh", () => {
  it("corrects what differs, forgets what is gone, and the next up mends both", async () => {
    const project = useProject();
    await project.up([{ name: "a" }, { name: "b" }, { name: "c" }]);
    const [a = "", b = ""] = [...project.world.things.keys()];
    project.world.things.set(a, { label: "a", size: 7 });
    project.world.things.delete(b);
    const run = await project.run("refresh");
    expect(run.changes).toEqual({ same: 1, update: 1, delete: 1 });
    expect((await project.up()).effects.toSorted()).toEqual(["create b", "update a"]);
  });

  it("before a preview changes nothing on disk", async () => {
    const project = useProject();
    await project.up([{ name: "a" }]);
    project.world.things.clear();
    const before = project.read(".tidegate/state/dev.json");
    expect((await project.run("preview", { refresh: true })).changes).toEqual({ same: 1, create: 1 });
    expect(project.read(".tidegate/state/dev.json")).toBe(before);
  });

  it("names what cannot be read", async () => {
    const project = useProject();
    await project.up([{ name: "a" }]);
    project.world.before = () => {
      throw new Error("connection refused");
    };
    await expect(project.run("refresh")).rejects.toThrow("Thing a: connection refused");
  });
});

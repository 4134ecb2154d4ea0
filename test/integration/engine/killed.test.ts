import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENGINE_FAIL_POINTS } from "../../../engine/embedded/fail-points.ts";
import { keepProcessOutput } from "../../support/kept-output.ts";
import type { Described } from "./support/describe.ts";
import { TestProject, useProject } from "./support/project.ts";

const BEFORE: Described[] = [
  { name: "updated", inputs: { size: 1 } },
  { name: "replaced", inputs: { key: 1 } },
  { name: "remade", inputs: { key: 1, deleteFirst: true } },
  { name: "child", inputs: { key: { $id: "remade" } } },
  { name: "gone" },
];
const AFTER: Described[] = [
  { name: "updated", inputs: { size: 2 } },
  { name: "replaced", inputs: { key: 2 } },
  { name: "remade", inputs: { key: 2, deleteFirst: true } },
  { name: "child", inputs: { key: { $id: "remade" } } },
  { name: "new" },
];
const POINTS: string[] = [
  ...ENGINE_FAIL_POINTS,
  "engine:before-create:thing:child",
  "engine:after-create:thing:child",
  "engine:after-create:thing:remade",
  "engine:after-create:thing:replaced",
  "engine:after-delete:thing:child",
  "engine:after-delete:thing:replaced",
  ...[2, 5].map((save) => `engine:after-save:${save}`),
];

const start = new TestProject();
beforeAll(async () => {
  start.world.keepIn(join(start.dir, "world.json"));
  await start.up(BEFORE);
});
afterAll(() => start.remove());

describe("a run killed", () => {
  it.each(POINTS)("at %s is repaired by the next up, and the one after it does nothing", async (point) => {
    const project = useProject();
    project.startFrom(start);
    project.describe(AFTER);
    expect(killedUp(project, point)).toBe("SIGKILL");
    project.world.reload();
    await project.up();
    const things = [...project.world.things.values()];
    const remade = [...project.world.things].find(([, thing]) => thing["label"] === "remade")?.[0];
    expect(things.toSorted((a, b) => (JSON.stringify(a["label"]) < JSON.stringify(b["label"]) ? -1 : 1))).toEqual([
      { label: "child", size: 1, key: remade },
      { label: "new", size: 1 },
      { label: "remade", size: 1, key: 2, deleteFirst: true },
      { label: "replaced", size: 1, key: 2 },
      { label: "updated", size: 2 },
    ]);
    const after = await project.up();
    expect(after.effects).toEqual([]);
    expect(after.changes).toEqual({ same: 6 });
  });

  it("while it created what belongs to somebody else by now is an error that names it", async () => {
    const project = useProject();
    project.world.keepIn(join(project.dir, "world.json"));
    project.describe([{ name: "a", inputs: { owner: "me" } }]);
    expect(killedUp(project, "engine:before-create")).toBe("SIGKILL");
    project.world.reload();
    project.world.things.set("theirs", { label: "a", owner: "them" });
    await expect(project.up()).rejects.toThrow(
      "Thing a: an interrupted run was creating it, and what came of it cannot be told: it belongs to somebody else.",
    );
  });
});

/** Runs an `up` in a process of its own that dies at `point`; returns the signal that ended it. */
function killedUp(project: TestProject, point: string): string | null {
  const script = join(import.meta.dirname, "support/up.ts");
  const env = { ...process.env, TIDEGATE_FAIL_POINT: point };
  const { stdout, stderr, signal } = spawnSync(process.execPath, [script, project.dir], { env, encoding: "utf8" });
  keepProcessOutput([script], stdout, stderr);
  return signal;
}

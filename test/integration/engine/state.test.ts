import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../model/errors.ts";
import { type TestProject, useProject } from "./support/project.ts";

/** Only root may mount the small disk that fills up. */
const isRoot = process.getuid?.() === 0;

describe("the state", () => {
  it("is readable by its owner only", async () => {
    const project = useProject();
    await project.up([{ name: "a" }]);
    expect(statSync(project.statePath).mode & 0o777).toBe(0o600);
  });

  it("that is damaged falls back to the one before it, and says so", async () => {
    const project = useProject();
    await project.up([{ name: "a" }]);
    project.write(".tidegate/state/dev.json", '{"format": 1, "resour');
    const run = await project.up();
    expect(project.world.things.size).toBe(1);
    expect(run.events).toContainEqual(
      expect.objectContaining({
        severity: "warning",
        message: expect.stringContaining("is damaged, going on with") as string,
      }),
    );
  });

  it("that is damaged with its backup stops the run, and tells how to go on", async () => {
    const project = useProject();
    await project.up([{ name: "a" }]);
    project.write(".tidegate/state/dev.json", "");
    project.write(".tidegate/state/dev.json.bak", "{}");
    await expect(project.up()).rejects.toThrow("is damaged, and so is its backup");
  });

  it("of another stack is refused", async () => {
    const project = useProject();
    await project.up([{ name: "a" }]);
    project.write(".tidegate/state/dev.json", project.read(".tidegate/state/dev.json").replace('"dev"', '"prod"'));
    await expect(project.up()).rejects.toThrow("is the state of test/prod, not of test/dev");
  });

  it.runIf(isRoot)("stays as it was when the disk is full, nothing is touched, and the error says so", async () => {
    const { project, folder } = useSmallDisk();
    await project.up([{ name: "a" }]);
    const before = project.read(".tidegate/state/dev.json");
    fill(folder);
    const error = await project.up([{ name: "a" }, { name: "b" }]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain("cannot be written, the disk is full. What it held before is intact.");
    expect(project.read(".tidegate/state/dev.json")).toBe(before);
    expect(project.world.things.size).toBe(1);
  });

  it.runIf(isRoot)("that a full disk kept from recording a creation is put right by the next up", async () => {
    const { project, folder } = useSmallDisk();
    project.world.before = () => fill(folder);
    await expect(project.up([{ name: "a" }])).rejects.toThrow("the disk is full");
    expect(project.world.take()).toEqual(["create a"]);
    for (const file of readdirSync(folder)) if (file.startsWith("filler")) rmSync(join(folder, file));
    project.world.before = () => undefined;
    expect((await project.up()).effects).toEqual([]);
    expect(project.world.things.size).toBe(1);
    expect((await project.run("destroy")).effects).toEqual(["delete a"]);
  });
});

function useSmallDisk(): { project: TestProject; folder: string } {
  const project = useProject();
  const folder = join(project.dir, ".tidegate/state");
  mkdirSync(folder, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
  project.beforeRemoval = () => void execFileSync("umount", ["-l", folder]);
  return { project, folder };
}

function fill(folder: string): void {
  for (let size = 64 * 1024; size >= 1; size = Math.floor(size / 2)) {
    for (let count = 0; count < 2; count += 1) {
      try {
        writeFileSync(join(folder, `filler-${size}-${count}`), Buffer.alloc(size));
      } catch {
        break; // as full as this size can make it
      }
    }
  }
}

describe("two runs at once", () => {
  it("are one too many: the second is told who holds the stack", async () => {
    const project = useProject();
    let second: Promise<unknown> = Promise.resolve();
    project.world.before = async () => {
      second = project.engine().then((engine) => engine.up({ onEvent: () => undefined }));
      await second.catch(() => undefined);
    };
    await project.up([{ name: "a" }]);
    await expect(second).rejects.toMatchObject({ exitCode: 6 });
    await expect(second).rejects.toThrow(`held by \`tidegate up -s dev\` (process ${process.pid}) since`);
  });

  it("do not keep a preview from looking", async () => {
    const project = useProject();
    let preview: unknown;
    project.world.before = async () => {
      const engine = await project.engine();
      preview = (await engine.preview({ onEvent: () => undefined })).changes;
    };
    await project.up([{ name: "a" }]);
    expect(preview).toEqual({ same: 1, create: 1 });
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLineage } from "../../../../edge/control/lineage.ts";
import { REPOSITORY } from "../../../support/repository.ts";

const CHILD = `
  const { readLineage } = await import(${JSON.stringify(join(REPOSITORY, "edge/control/lineage.ts"))});
  const lineage = readLineage();
  process.stdout.write("ready\\n");
  const timer = setInterval(() => {
    try { lineage.assertAlive(); } catch (error) { process.stdout.write(error.reason + "\\n"); clearInterval(timer); }
  }, 10);
`;

test("a process whose parents live may go on", () => {
  expect(() => readLineage().assertAlive()).not.toThrow();
});

test("a process notices the end of the one that started the shell which started it", async () => {
  const engine = spawn(
    process.execPath,
    [
      "-e",
      `require("node:child_process").spawn("sh", ["-c", '"$0" --input-type=module -e "$1"; true', process.execPath, ${JSON.stringify(CHILD)}], {stdio: "inherit"})`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const lines: string[] = [];
  engine.stdout.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
  await expect.poll(() => lines.join(""), { timeout: 8_000 }).toContain("ready");
  engine.kill("SIGKILL");
  await once(engine.stdout, "end");
  expect(lines.join("")).toContain("orphaned");
});

test("a process whose starter was gone before it looked knows that, too", async () => {
  const script = 'sleep 0.2; "$0" --input-type=module -e "$1"; true';
  const spawned = `require("node:child_process").spawn("sh", ["-c", ${JSON.stringify(script)}, process.execPath, ${JSON.stringify(CHILD)}], {stdio: "inherit"}).unref()`;
  const engine = spawn(process.execPath, ["-e", spawned], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  engine.stdout.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
  await once(engine.stdout, "end");
  expect(lines.join("")).toBe("ready\norphaned\n");
});

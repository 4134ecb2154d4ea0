import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Stage } from "./stage.ts";

const PROGRAM = "/usr/local/lib/tidegate/edge";
let stage: Stage;
beforeEach(async () => {
  stage = new Stage();
  await stage.start();
});
afterEach(() => stage.remove());

test("moves the traffic to a color that has proved itself, and back", async () => {
  await stage.startBoth({ smoke: [{ path: "/", contains: "shop" }] });
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.get(stage.url)).toMatchObject({ status: 503 });

  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "1.0.0" });
  expect(await stage.get(stage.previewUrl)).toMatchObject({ status: 200, version: "2.0.0" });

  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "2.0.0" });
  expect(await stage.get(stage.previewUrl)).toMatchObject({ status: 200, version: "1.0.0" });
  expect(stage.verdict("cutover")).toMatchObject({ ok: true, from: "blue", to: "green", version: "2.0.0" });

  expect(await stage.cutOver("blue", 1_002)).toMatchObject({ exitCode: 0 });
  expect(stage.verdict("cutover")).toMatchObject({ ok: true, from: "green", to: "blue" });
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
}, 60_000);

test("says that an edge is too old where its image has no program for a cutover", async () => {
  await stage.startBoth();
  await stage.apply();
  const [program, rest] = [join(stage.results, "edge"), join(stage.results, "rest")];
  writeFileSync(rest, Buffer.from(await stage.inEdge(`base64 ${PROGRAM}`), "base64"), { mode: 0o755 });
  await stage.docker.getContainer(stage.edge).remove({ force: true });
  // As the program of an image answers that knows no cutover.
  writeFileSync(program, `#!/bin/sh\n[ "$1" != session ] || exit 127\nexec ${PROGRAM}.rest "$@"\n`, { mode: 0o755 });
  await stage.startEdge(null, [`${program}:${PROGRAM}:ro`, `${rest}:${PROGRAM}.rest:ro`]);

  const { exitCode, stderr } = await stage.cutOver("blue", 1_000);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`${stage.edge} runs an image that is older than this version of tidegate`);
  expect(stderr).toContain("allowEdgeReplace: true");
}, 60_000);

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { STEPS, TEST_STEPS } from "../../../../setup/steps.ts";
import { moto, motoServer } from "../../../../setup/steps/moto.ts";
import { fakeContext } from "../fake-step.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tidegate-moto-"));
  mkdirSync(join(root, "setup", "moto"), { recursive: true });
  mkdirSync(join(root, ".tidegate", "moto"), { recursive: true });
  writeFileSync(join(root, "setup", "moto", "requirements.txt"), "moto==5.2.5\n");
});
afterEach(() => rmSync(root, { recursive: true }));

const check = () => moto.check({ ...fakeContext().context, root });
const madeOf = (text: string) => {
  const hash = createHash("sha256").update(text).digest("hex");
  writeFileSync(join(root, ".tidegate", "moto", "made-of"), hash);
};

it("is not done in an environment that is half made", async () => {
  expect(await check()).toEqual({ ok: false, detail: "there is no moto" });
});

it("is done once the environment is made of these very packages", async () => {
  madeOf("moto==5.2.4\n");
  expect(await check()).toEqual({ ok: false, detail: "moto is of another version" });
  madeOf("moto==5.2.5\n");
  expect(await check()).toEqual({ ok: true, detail: motoServer(root) });
});

it("is taken for tests alone", () => {
  expect(TEST_STEPS).toContain(moto);
  expect(STEPS).not.toContain(moto);
});

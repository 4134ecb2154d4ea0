import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CheckResult, SetupContext, Step } from "../step.ts";
import { systemEnvironment } from "../system/run-command.ts";
import { ensureSystemPackages } from "../system/system-packages.ts";

const REMEDY = "Install Chromium or Chrome and run this again.";
const PACKAGES = [{ name: "chromium", program: "chromium" }];
/** What the browser is called on the systems that tests run on; one that is there already will do. */
const PROGRAMS = ["chromium", "google-chrome-stable", "google-chrome"];

/** A browser for the tests of what people read in one. */
export const browser: Step = { name: "browser", check, ensure };

/** Path of the browser's program; undefined when there is none in a folder of `path` or in one of the system's own. */
export function findBrowser(path: string = systemEnvironment()["PATH"] ?? ""): string | undefined {
  const folders = path.split(":").filter((folder) => folder !== "");
  return PROGRAMS.flatMap((program) => folders.map((folder) => join(folder, program))).find((file) => existsSync(file));
}

async function check(): Promise<CheckResult> {
  const program = findBrowser();
  return program === undefined ? { ok: false, detail: "there is no Chromium" } : { ok: true, detail: program };
}

async function ensure(context: SetupContext): Promise<void> {
  await ensureSystemPackages(context, PACKAGES, REMEDY);
}

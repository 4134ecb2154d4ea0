import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CheckResult, SetupContext, Step } from "../step.ts";
import { systemEnvironment } from "../system/run-command.ts";
import { unpackPackages } from "../system/unpack-packages.ts";

const REMEDY = "Install Prometheus and Alertmanager and run this again.";
const PACKAGES = ["prometheus", "prometheus-alertmanager"];
const PROGRAMS = ["prometheus", "promtool", "amtool"] as const;

/**
 * The real Prometheus, and what judges rules and routes. Unpacked below `.tidegate/`: Debian's packages, once installed, would serve
 * every network of the machine.
 */
export const prometheus: Step = { name: "prometheus", check, ensure };

/** Path of one of its programs: in a folder of `path`, one of the system's own, or where the step has unpacked it. */
export function findPrometheusProgram(
  program: (typeof PROGRAMS)[number],
  root: string,
  path: string = systemEnvironment()["PATH"] ?? "",
): string | undefined {
  const folders = [...path.split(":").filter((folder) => folder !== ""), join(unpacked(root), "usr", "bin")];
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

function unpacked(root: string): string {
  return join(root, ".tidegate", "prometheus");
}

async function check({ root }: SetupContext): Promise<CheckResult> {
  const missing = PROGRAMS.filter((program) => findPrometheusProgram(program, root) === undefined);
  if (missing.length > 0) return { ok: false, detail: `there is no ${missing.join(" and no ")}` };
  return { ok: true, detail: findPrometheusProgram("prometheus", root) ?? "" };
}

async function ensure(context: SetupContext): Promise<void> {
  const { root } = context;
  const options = { folder: unpacked(root), remedy: REMEDY };
  await unpackPackages(context, PACKAGES, options);
  const hasTool = findPrometheusProgram("promtool", root) !== undefined;
  if (!hasTool) await unpackPackages(context, ["promtool"], options); // a package of its own since Debian 13
}

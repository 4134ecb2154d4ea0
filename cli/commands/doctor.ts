import { EXIT } from "../../model/errors.ts";
import { doctor as check, renderDoctor, type DoctorReport } from "../../setup/doctor.ts";
import { findStack } from "../project/find-project.ts";

export interface DoctorOptions {
  json: boolean;
  cwd: string;
  /** Look at what an `up` of this stack needs, instead of at this machine. */
  stack?: string;
}

/** Shows what is there and what is missing; exit 2 when something is. */
export async function doctor({ json, cwd, stack }: DoctorOptions): Promise<void> {
  const report = stack === undefined ? await check() : await doctorOf(cwd, stack);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${renderDoctor(report)}\n`);
  process.exitCode = report.ok ? EXIT.done : EXIT.input;
}

async function doctorOf(cwd: string, stack: string): Promise<DoctorReport> {
  const { checkStack } = await import("../doctor/check-stack.ts");
  const checks = await checkStack(findStack(cwd, stack));
  const ok = checks.every(({ state }) => state === "ok");
  return {
    ok,
    checks,
    remedy: `Mend what is missing; then \`tidegate preview -s ${stack}\` shows what an up would do.`,
  };
}

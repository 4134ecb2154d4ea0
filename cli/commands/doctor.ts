import { z } from "zod";
import { EXIT } from "../../model/errors.ts";
import { doctor as check, renderDoctor, type DoctorReport } from "../../setup/doctor.ts";
import { findStack } from "../project/find-project.ts";
import { defineResult } from "../result/result.ts";

export interface DoctorOptions {
  json: boolean;
  cwd: string;
  /** Look at what an `up` of this stack needs, instead of at this machine. */
  stack?: string;
}

export const doctorResult = defineResult("doctor", {
  stack: z.string().nullable().describe("Null where this machine was looked at."),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      state: z
        .enum(["ok", "missing", "unknown"])
        .describe("`unknown` when it can only be looked at after what is missing before it."),
      detail: z.string().describe("What is there, or what is missing."),
    }),
  ),
  remedy: z.string().describe("What to do when something is missing."),
});

/** Shows what is there and what is missing; exit 2 when something is. */
export async function doctor({ json, cwd, stack }: DoctorOptions): Promise<void> {
  const report = stack === undefined ? await check() : await doctorOf(cwd, stack);
  const { ok, checks, remedy } = report;
  process.exitCode = ok ? EXIT.done : EXIT.input;
  if (json) doctorResult.print({ stack: stack ?? null, checks, remedy }, process.exitCode);
  else process.stdout.write(`${renderDoctor(report)}\n`);
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

import { z } from "zod";
import type { RollbackTarget } from "../../delivery/rollback-target.ts";
import { readValue, withValue, writeEdit } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { Color } from "../../model/color.ts";
import { colorSchema } from "../../model/color.ts";
import { TidegateError } from "../../model/errors.ts";
import { onlyHost } from "../../model/hosts.ts";
import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { readHosts } from "../project/read-host.ts";
import { defineResult } from "../result/result.ts";
import { execute } from "../run/execute.ts";
import { findPolicyPack } from "../run/policy-pack.ts";
import { prepareRun } from "../run/prepare-run.ts";
import { printReport } from "../run/print-report.ts";
import { runShape, type RunReport } from "../run/run-report.ts";
import { openSession, type Session } from "../run/session.ts";
import { whyRefresh } from "../run/why-refresh.ts";

export interface RollbackOptions extends RunCommandOptions {
  service: string;
  /** Version to go back to. */
  to?: string;
  /** Leave the stack's file and state as they are. */
  trafficOnly: boolean;
}

export const rollbackResult = defineResult("rollback", {
  stack: z.string(),
  service: z.string(),
  moved: z.boolean().describe("Whether traffic was moved; not where the wanted version serves already."),
  from: colorSchema.nullable(),
  to: colorSchema.nullable(),
  version: z.string().nullable().describe("Version that serves now, where traffic was moved to it."),
  switchMs: z.number().nullable().describe("Milliseconds from the first change of a worker's map to the last."),
  up: z
    .strictObject({ exitCode: z.int(), ...runShape })
    .nullable()
    .describe("The `up` that brought file and state in line; null where none was run."),
});

/** Moves traffic back first, straight at the edge; then the stack's file says so, and an `up` brings the state in line. */
export async function rollback(options: RollbackOptions): Promise<void> {
  const { service, json } = options;
  const ref = findStack(options.cwd, options.stack);
  const host = onlyHost(readHosts(ref), "a rollback");
  const { rollBack } = await import("../../delivery/roll-back.ts"); // before anything else is loaded: this is in a hurry
  const id = { project: ref.project, stack: ref.stack };
  const done = await rollBack({ id, host, service, wanted: options.to });
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
  const head = { stack: ref.stack, service };
  if (done === null) {
    say(`${service}: version ${options.to ?? ""} serves already. Nothing was changed.`);
    if (json)
      rollbackResult.print({ ...head, moved: false, from: null, to: null, version: null, switchMs: null, up: null });
    return;
  }
  const { target, end } = done;
  const version = target.sealed.release.version;
  const switchMs = end.moved === null ? null : end.moved.ended - end.moved.started;
  say(`${service}: traffic moved ${target.from} → ${target.to} (version ${version}), switched in ${switchMs ?? 0} ms`);
  const report = options.trafficOnly ? null : await bringInLine(ref, target, options);
  if (report === null)
    say(`File and state of ${ref.stack} are not brought in line yet: ${whatIsLeft(ref, target, service)}`);
  if (!json) return;
  rollbackResult.print(
    {
      ...head,
      moved: true,
      from: target.from,
      to: target.to,
      version,
      switchMs,
      up: report === null ? null : upOf(report),
    },
    report?.exitCode,
  );
}

/** Null where a program of the user's own declares the color, which only they can change. */
async function bringInLine(ref: StackRef, target: RollbackTarget, options: RollbackOptions): Promise<RunReport | null> {
  const { service, json } = options;
  if (!isDeclaredInFile(ref, service)) return null;
  let session: Session;
  try {
    try {
      session = await openSession(options, "host");
      await session.engine.settleConfig();
    } finally {
      await declare(ref, service, target.to); // also where the state is out of reach
    }
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    const message = `${service}: traffic is back on ${target.to}, but the stack's state does not say so yet.\n${error.message}\n`;
    throw new TidegateError(`${message}Then run \`tidegate up -s ${ref.stack}\`.`, error.exitCode);
  }
  const policyPack = findPolicyPack(ref.projectDir, options.policyPack);
  const reason = options.refresh ? "asked for" : await whyRefresh(session);
  const display = openDisplay(options);
  const report = await execute(session, "up", display, (shared) => {
    const { run } = prepareRun(session, options, { ...shared, policyPack, reason });
    return session.engine.up({ ...run, skipPreview: true });
  });
  if (json) process.exitCode = report.exitCode;
  else printReport(report, display, options);
  if (!json && report.exitCode === 0) {
    process.stdout.write(
      `Pulumi.${ref.stack}.yaml says activeColor: ${target.to}. Commit it: an \`up\` from another checkout moves the traffic forward again.\n`,
    );
  }
  return report;
}

function isDeclaredInFile(ref: StackRef, service: string): boolean {
  const services = readValue(ref, "tidegate:services");
  return typeof services === "object" && services !== null && Object.hasOwn(services, service);
}

async function declare(ref: StackRef, service: string, color: Color): Promise<void> {
  await writeEdit(withValue(ref, `tidegate:services.${service}.activeColor`, color));
}

function whatIsLeft(ref: StackRef, { to }: RollbackTarget, service: string): string {
  const place = isDeclaredInFile(ref, service) ? `Pulumi.${ref.stack}.yaml` : "your program";
  return `set activeColor of ${service} to ${to} in ${place}, then run \`tidegate up -s ${ref.stack}\`.`;
}

function upOf({ command: _, ...report }: RunReport): Omit<RunReport, "command"> {
  return report;
}

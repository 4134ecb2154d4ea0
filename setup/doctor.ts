import { createContext, isCheckout } from "./context.ts";
import { containerEngine } from "./steps/container-engine.ts";
import { STEPS } from "./steps.ts";
import type { SetupContext, Step } from "./step.ts";

export interface DoctorCheck {
  name: string;
  /** `unknown` when it can only be looked at after what is missing before it. */
  state: "ok" | "missing" | "unknown";
  /** What is there, or what is missing. */
  detail: string;
}

export interface DoctorReport {
  ok: boolean;
  checks: readonly DoctorCheck[];
  /** What to do when something is missing. */
  remedy: string;
}

/** The checks of set-up without their effects: changes nothing. In the npm package only what an `up` needs counts. */
export async function doctor(
  context: SetupContext = createContext({ yes: false, note: () => {} }),
  steps: readonly Step[] = isCheckout(context) ? STEPS : [containerEngine],
): Promise<DoctorReport> {
  const checks: DoctorCheck[] = [{ name: "Node.js", state: "ok", detail: `${process.version} at ${process.execPath}` }];
  let engine = true;
  for (const [index, step] of steps.entries()) {
    if (!engine) {
      checks.push({ name: step.name, state: "unknown", detail: "needs the container engine first" });
      continue;
    }
    const { ok, detail } = await step.check(context);
    checks.push({ name: step.name, state: ok ? "ok" : "missing", detail });
    if (index === 0) engine = ok;
  }
  const remedy = isCheckout(context)
    ? "`npm run demo` or `npm test` sets up what is missing."
    : "Install and start a container engine.";
  return { ok: checks.every(({ state }) => state === "ok"), checks, remedy };
}

/** The report for people: one line per check, and what to do when something is missing. */
export function renderDoctor(report: DoctorReport): string {
  const lines = report.checks.map(({ name, state, detail }) => `${state.padEnd(7)}  ${name}: ${detail}`);
  return [...lines, ...(report.ok ? [] : [report.remedy])].join("\n");
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomically } from "../../engine/embedded/state/atomic-file.ts";
import { acquireLock } from "../../engine/embedded/state/lock.ts";
import type { StackRef } from "../../engine/engine.ts";
import { decisionSchema, type Decision } from "../../delivery/release/decision.ts";
import { next } from "../../delivery/release/next.ts";
import { InputError } from "../../model/errors.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { whenFree } from "../run/when-free.ts";

/** Does `act` while no release of the stack is decided, carried out or given up by anybody else; waits for those as long as is wanted. */
export async function withReleaseLock<T>(
  ref: StackRef,
  { said, waitUntilMs = 0 }: { said: string; waitUntilMs?: number },
  act: () => Promise<T>,
): Promise<T> {
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  const lock = await whenFree({ waitUntilMs, tell }, () =>
    acquireLock(releaseLockPath(ref), `tidegate ${said} -s ${ref.stack}`),
  );
  try {
    return await act();
  } finally {
    await lock.release();
  }
}

/** Held while a release of the stack is decided, carried out or given up. */
export function releaseLockPath(ref: StackRef): string {
  return decisionPath(ref).replace(/json$/, "lock");
}

/** The last decision of a stack, ended or not; undefined where there was none in this checkout. */
export function loadDecision(ref: StackRef): Decision | undefined {
  const path = decisionPath(ref);
  if (!existsSync(path)) return undefined;
  const parsed = decisionSchema.safeParse(parseJson(readTextFile(path)));
  if (parsed.success) return parsed.data;
  throw new InputError(
    `${path}: is not the decision of a release that this version can read. When no release is going on, remove it.`,
  );
}

/** A release that is neither done nor given up. */
export function unfinishedDecision(ref: StackRef): Decision | undefined {
  const decision = loadDecision(ref);
  return decision?.state.step === "ended" ? undefined : decision;
}

/** Notes that traffic was moved back by hand: an unfinished release of the service is over, and its file another command's. */
export async function supersede(ref: StackRef, service: string): Promise<void> {
  const decision = unfinishedDecision(ref);
  if (decision?.service !== service) return;
  await saveDecision(ref, { ...decision, state: next(decision.state, { type: "superseded" }, decision) });
}

export async function saveDecision(ref: StackRef, decision: Decision): Promise<void> {
  await writeFileAtomically(decisionPath(ref), `${JSON.stringify(decision)}\n`, { backup: false, mode: 0o600 });
}

function decisionPath({ projectDir, stack }: StackRef): string {
  return join(projectDir, ".tidegate", "releases", `${stack}.json`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // judged with everything else that is no decision
  }
}

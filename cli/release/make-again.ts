import type { RollbackTarget } from "../../delivery/rollback-target.ts";
import { ROLLBACK_VARIABLE } from "../../edge/control/switch-facts.ts";
import type { StackRef } from "../../engine/engine.ts";
import { EXIT } from "../../model/errors.ts";
import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { printReport } from "../run/print-report.ts";
import type { RunReport } from "../run/run-report.ts";
import { runUp } from "../run/run-up.ts";
import { openSession, seen } from "../run/session.ts";
import { carryOut, TAKING_BACK } from "./carry-out.ts";
import { decideToGoBack } from "./decide.ts";
import { withReleaseLock } from "./decision-store.ts";
import { releaseSentences } from "./release-sentences.ts";

/**
 * Has a color be again what it has served with, and takes the traffic there: the stack's file names that version, and one `up`
 * without a preview makes its containers from the edge's record and sends them through the gate. What served until then is held, as
 * after any rollback. Where traffic does not move, the file is put back. Prints how it went unless `--json`.
 */
export async function makeAgain(
  ref: StackRef,
  service: string,
  { from, to, sealed }: RollbackTarget,
  options: RunCommandOptions,
): Promise<RunReport> {
  const { version, image } = sealed.release;
  const said = `rollback ${service}`;
  return await withReleaseLock(ref, { said, waitUntilMs: options.waitUntilMs }, async () => {
    const session = await openSession(options, "host");
    await session.engine.settleConfig();
    const decision = await decideToGoBack(await seen(session), { service, from, to, version, image });
    const display = openDisplay(options);
    const up = () => runUp(session, { ...options, yes: true, skipPreview: true }, display, "rollback");
    process.env[ROLLBACK_VARIABLE] = service; // both engines hand their environment to the commands
    const follow = () => Promise.resolve("gone over" as const); // what has served before gets all clients at once
    const done = await carryOut(ref, decision, { ...TAKING_BACK, up, follow });
    if (done.report === undefined) throw new Error("a decision that is new has an `up` before its end");
    if (options.json) return done.report;
    printReport(done.report, display, { json: false, said: "rollback" });
    const out = done.report.exitCode === EXIT.done ? process.stdout : process.stderr;
    for (const line of releaseSentences(ref.stack, done)) out.write(`${line}\n`);
    return done.report;
  });
}

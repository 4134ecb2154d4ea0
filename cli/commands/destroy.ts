import { openDisplay } from "../display/open-display.ts";
import { EXIT, TidegateError } from "../../model/errors.ts";
import type { RunCommandOptions } from "../options.ts";
import { assertCanAsk, confirm } from "../run/confirm.ts";
import { execute } from "../run/execute.ts";
import { printReport } from "../run/print-report.ts";
import { openSession, type Session } from "../run/session.ts";
import { trafficText } from "../run/traffic.ts";
import { patienceOf, whenFree } from "../run/when-free.ts";
import { tenancyOf, withLease } from "../run/with-lease.ts";
import { whyRefresh } from "../run/why-refresh.ts";

/** Removes everything the stack has on its hosts. On a terminal its name must be typed. */
export async function destroy(options: RunCommandOptions): Promise<void> {
  assertCanAsk("destroy", options.stack, options);
  const session = await openSession(options, "try");
  if (!options.yes) await askForName(session);
  const refresh = options.refresh || (await whyRefresh(session)) !== undefined;
  const display = openDisplay(options);
  const report = await execute(session, "destroy", display, (shared) =>
    whenFree(patienceOf(options, shared), async (isAgain) => {
      const now = isAgain ? await openSession(options, "try") : session;
      return await withLease(now, tenancyOf(now, "destroy", shared), () =>
        withoutLeftovers(now, () => now.engine.destroy({ ...shared, refresh })),
      );
    }),
  );
  printReport(report, display, options);
  if (report.exitCode === EXIT.done) await tellWhatStays(session);
}

async function tellWhatStays({ platform, observed }: Session): Promise<void> {
  if (observed === undefined) return; // the host is out of reach
  for (const sentence of await platform.whatStays()) process.stderr.write(`${sentence}\n`);
}

/** Removes beside what the state knows what killed runs left of the environment that this very state owns. */
async function withoutLeftovers<T>({ platform, engine, observed }: Session, destroyAll: () => Promise<T>): Promise<T> {
  const environment = await engine.ownedEnvironment();
  if (environment === undefined || observed === undefined) return destroyAll();
  return await platform.withoutLeftovers(environment, destroyAll);
}

async function askForName({ ref, platform, observed }: Session): Promise<void> {
  const serving = observed === undefined ? "" : `Now ${trafficText(observed)}.\n`;
  process.stderr.write(
    `This removes everything of ${ref.stack} on ${platform.address}, ${platform.parts}.\n${serving}`,
  );
  if (await confirm(`Type ${ref.stack} to go on: `, ref.stack)) return;
  throw new TidegateError("Nothing was removed.", EXIT.interrupted);
}

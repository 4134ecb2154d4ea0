import { openLog } from "../../agent/log.ts";
import { InputError } from "../../model/errors.ts";
import type { SessionArgs } from "../../platforms/aws/control/session.ts";
import { watchRelease } from "../../platforms/aws/watch/watch-release.ts";
import { watcherName } from "./watcher-name.ts";

/** Watches releases while a command follows them, as `tidegate watch` does; what ends a watch too early is told, and the release goes on. */
export async function keepWatch(
  stack: string,
  services: readonly string[],
  open: (service: string) => Promise<SessionArgs>,
  { signal, warn }: { signal: AbortSignal; warn: (line: string) => void },
): Promise<void> {
  const log = openLog((line) => void process.stderr.write(line));
  await Promise.all(
    services.map(async (service) => {
      try {
        const place = await open(service);
        await watchRelease({ ...place, name: watcherName(), log }, { once: false, signal, tell: () => {} });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        warn(
          `${service}: is watched no longer, and stays where it is: ${error.message} \`tidegate watch ${service} -s ${stack}\` goes on.`,
        );
      }
    }),
  );
}

import { openLog } from "../../agent/log.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { AwsConfig } from "../../model/aws/config.ts";
import { InputError } from "../../model/errors.ts";
import { watchRelease } from "../../platforms/aws/watch/watch-release.ts";
import { openService } from "./open-service.ts";
import { watcherName } from "./watcher-name.ts";

/** Watches releases while a command follows them, as `tidegate watch` does; what ends a watch too early is told, and the release goes on. */
export async function keepWatch(
  ref: StackRef,
  aws: AwsConfig,
  services: readonly string[],
  { signal, warn }: { signal: AbortSignal; warn: (line: string) => void },
): Promise<void> {
  const log = openLog((line) => void process.stderr.write(line));
  await Promise.all(
    services.map(async (service) => {
      try {
        const place = await openService(ref, aws, service);
        await watchRelease({ ...place, name: watcherName(), log }, { once: false, signal, tell: () => {} });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        warn(
          `${service}: is watched no longer, and stays where it is: ${error.message} \`tidegate watch ${service} -s ${ref.stack}\` goes on.`,
        );
      }
    }),
  );
}

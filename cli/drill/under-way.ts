import type { EndFault } from "./scenario.ts";

/**
 * Begins what lasts as long as something inside it does, and does `inside` there. Comes to what ends it; where `inside` fails it has ended, and
 * this rejects.
 */
export async function underWay(
  begin: (inside: () => Promise<void>) => Promise<void>,
  inside: () => Promise<unknown>,
): Promise<EndFault> {
  const [done, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const all = begin(async () => {
    await inside();
    done.resolve();
    await over.promise;
  });
  await Promise.race([done.promise, all]);
  return async () => {
    over.resolve();
    await all;
  };
}

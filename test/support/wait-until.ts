/** Asks until `question` returns something other than undefined, at most `withinMs`; throws what it last said. */
export async function waitUntil<T>(
  what: string,
  question: () => Promise<T | undefined>,
  withinMs = 20_000,
  everyMs = 50,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await question();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`${what} did not happen in ${withinMs} ms`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Waits until the address answers with this version. */
export function waitForVersion(url: string, version: string, withinMs?: number): Promise<true> {
  return waitUntil(
    `version ${version} at ${url}`,
    async () => {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      return answer.ok && answer.headers.get("x-version") === version ? true : undefined;
    },
    withinMs,
  );
}

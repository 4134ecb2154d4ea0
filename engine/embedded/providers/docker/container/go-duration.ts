/** Nanoseconds in one of each unit of Go's durations. */
const UNITS = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3_600e9 } as const;

/** Reads `1m30s`, `500ms` or `0s` into nanoseconds, as the engine counts; undefined when it is none. */
export function parseGoDuration(text: string): number | undefined {
  if (text === "0") return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    sum += Number(amount) * UNITS[unit as keyof typeof UNITS]; // the expression allows no other unit
  }
  return Math.round(sum);
}

/** Writes nanoseconds as Go does, which is how a refresh reads them: 60 s is `1m0s`. */
export function renderGoDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return "0s";
  if (nanoseconds < UNITS.us) return `${nanoseconds}ns`;
  if (nanoseconds < UNITS.ms) return `${nanoseconds / UNITS.us}µs`;
  if (nanoseconds < UNITS.s) return `${nanoseconds / UNITS.ms}ms`;
  const hours = Math.floor(nanoseconds / UNITS.h);
  const minutes = Math.floor((nanoseconds % UNITS.h) / UNITS.m);
  const seconds = `${(nanoseconds % UNITS.m) / UNITS.s}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

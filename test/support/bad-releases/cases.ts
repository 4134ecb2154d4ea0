import type { Visit } from "../crowd.ts";

/** What finds a bad release: before its first client, within the `up`, by the agent, by `tidegate watch`; or nothing does. */
export type Caught = "the gate" | "smoke" | "bake time" | "the guard" | "`watch`" | "nothing";

/** A release that is bad in one way, and what is declared that is to find it. */
export interface BadRelease {
  name: string;
  /** What is declared, in a few words. */
  by: string;
  caught: Caught;
  /** How the demo app is made bad. */
  environment: Readonly<Record<string, string>>;
  /** More of the release. */
  release?: object;
  /** More of the service. */
  service?: object;
  /** An answer that it should not have given; without it one that is an error, or none. */
  isBad?: (visit: Visit) => boolean;
  /** Its replicas die, and take requests along. */
  takesAlong?: boolean;
}

const WARM_UP = "5s";
const HALF = { steps: "50% 10m, 100%" };
const QUICK_HALF = { steps: "50% 20s, 100%" };

const IN_A_CANARY = { canary: HALF, guard: { warmUp: WARM_UP } };
const AFTER_A_CUTOVER = { guard: { warmUp: WARM_UP, for: "10m", errors: { for: "10s" } } };
/** A smoke request may already have it log something. */
const BAKED = { checks: { bakeTime: "60s", logs: { when: "after" } } };

const SLOW_MS = 400;
const isSlow = ({ startMs, endMs }: Visit) => endMs - startMs >= SLOW_MS;
const isAnswer = () => true;

/** Every kind of bad release, and who finds it. Those of the canary and the guard take minutes. */
export const BAD_RELEASES: readonly BadRelease[] = [
  { name: "crash at start", by: "the gate", caught: "the gate", environment: { APP_BREAK: "crash" } },
  {
    ...{ name: "start too slow", by: "the gate, `within: 5s`", caught: "the gate" },
    environment: { APP_START_DELAY: "60000" },
    service: { gate: { passes: 3, interval: "100ms", within: "5s" } },
  },
  {
    ...{ name: "wrong content, health check well", by: "smoke", caught: "smoke", isBad: isAnswer },
    environment: { APP_NAME: "another page" },
  },
  {
    ...{ name: "wrong content, health check well", by: "canary, guard", caught: "nothing", isBad: isAnswer },
    environment: { APP_NAME: "another page" },
    release: { smoke: [] },
    service: { canary: QUICK_HALF, guard: { warmUp: WARM_UP } },
  },
  {
    ...{ name: "5 % of pages log an ERROR", by: "`bakeTime`, `logs`", caught: "bake time" },
    environment: { APP_ERROR_LINES: "0.05" },
    release: BAKED,
  },
  {
    ...{ name: "restarts each 500 pages", by: "`bakeTime`", caught: "bake time", takesAlong: true },
    environment: { APP_CRASH_AFTER: "500" },
    release: BAKED,
  },
  {
    ...{ name: "restarts each 500 pages", by: "canary, guard", caught: "the guard", takesAlong: true },
    environment: { APP_CRASH_AFTER: "500" },
    service: IN_A_CANARY,
  },
  {
    ...{ name: "leaks 32 KiB a page, 96 MiB allowed", by: "`watch`", caught: "`watch`", takesAlong: true },
    environment: { APP_LEAK: "32" },
    release: { limits: { memory: "96MiB" } },
  },
  ...["0.5", "0.06", "0.01"].map((share): BadRelease => ({
    ...{ name: `${Number(share) * 100} % of 5xx`, by: "canary, guard", caught: "the guard" },
    environment: { APP_ERRORS: share },
    release: { smoke: [] },
    service: IN_A_CANARY,
  })),
  {
    ...{ name: "1 % of 5xx", by: "canary, the limit of 5 % alone", caught: "nothing" },
    environment: { APP_ERRORS: "0.01" },
    release: { smoke: [] },
    service: { canary: QUICK_HALF, guard: { warmUp: WARM_UP, errors: { against: "absolute", for: "10s" } } },
  },
  ...["0.5", "0.06"].map((share): BadRelease => ({
    ...{ name: `${Number(share) * 100} % of 5xx`, by: "guard after a cutover", caught: "the guard" },
    environment: { APP_ERRORS: share },
    release: { smoke: [] },
    service: AFTER_A_CUTOVER,
  })),
  {
    ...{ name: `${SLOW_MS} ms slower`, by: "canary, guard with `p95`", caught: "the guard", isBad: isSlow },
    environment: { APP_DELAY: String(SLOW_MS) },
    service: { canary: HALF, guard: { warmUp: WARM_UP, p95: {} } },
  },
];

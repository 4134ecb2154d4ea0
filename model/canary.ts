import { z } from "zod";
import { parseDurationMs } from "./duration.ts";
import { headerNameSchema } from "./header-name.ts";

/** Clients are told apart by a number from 0 on, below this one. */
export const CLIENTS = 10_000;

/** Step lists that have a name. */
export const CANARY_PRESETS = {
  "5-10-50-100": "5% 10m, 10% 10m, 50% 10m, 100%",
  "replica-then-30": "1 replica 10m, 30% 30m, 100%",
} as const;

/** The words for a step that ends when somebody says so. */
const UNTIL_PROMOTED = "until promoted";

/** A share of the clients, and for how long. */
export interface CanaryStep {
  /** Of {@link CLIENTS}, those that have gone over. */
  share: number;
  /** Milliseconds; null until somebody promotes it. 0 for the last one. */
  forMs: number | null;
}

const stepsSchema = z.string().superRefine((text, context) => {
  const problem = problemOf(readSteps(text, 1));
  if (problem !== undefined)
    context.addIssue({ code: "custom", message: `${problem}|Write it like "5% 10m, 30% 30m, 100%".` });
});

const stickySchema = z.string().superRefine((text, context) => {
  const header = /^header (.+)$/.exec(text)?.[1];
  if (text === "cookie" || text === "source" || headerNameSchema.safeParse(header).success) return;
  context.addIssue({
    code: "custom",
    message: 'must say how clients are known|Write "cookie", "source" or "header NAME".',
  });
});

/** How a release gets its traffic step by step. */
export const canarySchema = z.strictObject({
  steps: stepsSchema.describe(
    'Shares of the clients and how long each is held, `100%` at the end: `"5% 10m, 30% 30m, 100%"`. `1 replica` is the share that one ' +
      "more replica beside the active ones would get, and leaves out steps that are no larger; `until promoted` waits for " +
      "`tidegate canary promote`. Or the name of a list: " +
      `${Object.keys(CANARY_PRESETS)
        .map((name) => `\`${name}\``)
        .join(", ")}.`,
  ),
  minSamples: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .describe(
      "Requests that the new color must have answered within a step before the next one; the step lasts longer until then.",
    ),
  sticky: stickySchema
    .default("cookie")
    .describe(
      "How a client is known again, so that it stays on its color: `cookie` (one of the edge's own, with a number), `source` (its " +
        "address) or `header NAME` (a value that the client sends, a user's id say).",
    ),
  ifSilent: z
    .enum(["hold", "stable"])
    .default("hold")
    .describe(
      "What becomes of the share while nothing watches it: it stays (`hold`), or all clients go back (`stable`).",
    ),
  onNewVersion: z
    .enum(["refuse", "abort"])
    .default("refuse")
    .describe(
      "What an `up` does that declares another version in the place of the one under way: it is refused (`refuse`), or sends all clients " +
        "back first and goes on with the new version (`abort`).",
    ),
});

export type Canary = z.infer<typeof canarySchema>;

/** The steps that a text means for a pool of so many replicas. Throws for a text that the schema lets nowhere through. */
export function parseSteps(text: string, replicas: number): CanaryStep[] {
  const steps = readSteps(text, replicas);
  const problem = problemOf(steps);
  if (problem !== undefined) throw new Error(`steps ${JSON.stringify(text)} ${problem}`);
  return growing(steps.flatMap((step) => (step === undefined ? [] : { share: step.share, forMs: step.forMs })));
}

/** Without those that the share of a replica has passed already. */
function growing(steps: readonly CanaryStep[]): CanaryStep[] {
  let reached = 0;
  return steps.filter(({ share }) => {
    if (share <= reached) return false;
    reached = share;
    return true;
  });
}

/** Percent, as users write it: 500 is `5%`. */
export function renderShare(share: number): string {
  return `${share / 100}%`;
}

/** `30%, 100%` */
export function renderShares(steps: readonly CanaryStep[]): string {
  return steps.map(({ share }) => renderShare(share)).join(", ");
}

interface ReadStep extends CanaryStep {
  /** Its share is that of one replica, which depends on how many there are. */
  isReplica: boolean;
}

function readSteps(text: string, replicas: number): (ReadStep | undefined)[] {
  const written = Object.hasOwn(CANARY_PRESETS, text) ? CANARY_PRESETS[text as keyof typeof CANARY_PRESETS] : text; // it has that name
  return written.split(",").map((step) => readStep(step.trim(), replicas));
}

function readStep(step: string, replicas: number): ReadStep | undefined {
  const match = /^(?:(\d+(?:\.\d{1,2})?)\s?%|1 replica)(?:\s+(.+))?$/.exec(step);
  if (match === null) return undefined;
  const [, percent, time] = match;
  const share = Math.round(percent === undefined ? CLIENTS / (replicas + 1) : Number(percent) * 100);
  const isReplica = percent === undefined;
  if (time === UNTIL_PROMOTED) return { share, forMs: null, isReplica };
  const forMs = time === undefined ? 0 : parseDurationMs(time);
  return forMs === undefined ? undefined : { share, forMs, isReplica };
}

/** What is wrong with steps; undefined where nothing is. */
function problemOf(steps: readonly (ReadStep | undefined)[]): string | undefined {
  const known = steps.flatMap((step) => step ?? []);
  const declared = known.filter(({ isReplica }) => !isReplica);
  const last = known.at(-1);
  if (known.length < steps.length) return "must be steps with a comma between them";
  if (last?.share !== CLIENTS || last.forMs !== 0) return "must end with 100%, and without a time";
  if (known.slice(0, -1).some(({ forMs }) => forMs === 0))
    return "must say of each step but the last how long it is held";
  if (declared.some(({ share }, index) => share <= (declared[index - 1]?.share ?? 0))) {
    return "must have shares that grow";
  }
  return undefined;
}

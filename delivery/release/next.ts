import { z } from "zod";

/** How a release came to its end. */
export const OUTCOMES = [
  /** Its traffic has moved, and arrived. */
  "verified",
  /** A gate, a policy or a step said no before traffic moved. */
  "refused",
  /** Traffic had moved, did not arrive as it must, and was put back. */
  "rolled back",
  /** Somebody stopped it before traffic moved. */
  "aborted",
  /** Traffic had moved before it could be stopped; nothing was undone. */
  "too late",
  /** Its first clients have moved, the others go over step by step, and nobody waited for the end of that. */
  "released",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** How far a release is. What is written down is always true: a step is noted before its effect may be seen by anybody. */
export const releaseStateSchema = z.discriminatedUnion("step", [
  /** Nobody but the decision knows of it; the stack's file may say it already. */
  z.strictObject({ step: z.literal("decided") }),
  /** The stack's file says it; no run has begun. */
  z.strictObject({ step: z.literal("declared") }),
  /** An `up` has begun. Whether traffic has moved, only the host knows. */
  z.strictObject({ step: z.literal("running") }),
  /** Traffic has not moved and will not; the file is being put back. */
  z.strictObject({ step: z.literal("restoring"), outcome: z.enum(OUTCOMES) }),
  /** Traffic has moved, or the first of its clients; the file is being committed. */
  z.strictObject({ step: z.literal("committing") }),
  /** Traffic has moved, or the first of its clients. Whether all have, and have stayed, only the host knows. */
  z.strictObject({ step: z.literal("released") }),
  z.strictObject({ step: z.literal("ended"), outcome: z.enum(OUTCOMES) }),
]);

export type ReleaseState = z.infer<typeof releaseStateSchema>;

/** Where the traffic is: on the release, not on it, or nobody could say. */
export type Traffic = "moved" | "unmoved" | "unknown";

/** What a release came to after its first traffic. */
export type FollowEnd = "gone over" | "went back" | "left";

export type ReleaseEvent =
  | { type: "declared" }
  | { type: "begun" }
  /** The `up` has ended; `failure` is null where it did all it had to do. */
  | { type: "ran"; failure: "refused" | "rolled back" | "aborted" | null; traffic: Traffic }
  | { type: "restored" }
  | { type: "committed" }
  /** Nobody follows it any more: all clients have gone over, they went back, or it is left to itself on the way. */
  | { type: "followed"; end: FollowEnd }
  /** Somebody gives the release up while no process carries it out. */
  | { type: "abort"; traffic: Traffic }
  /** Somebody has moved the traffic back by hand. */
  | { type: "superseded" };

/** The state after an event. What does not belong to a state changes nothing: an event may come twice after a crash. */
export function next(state: ReleaseState, event: ReleaseEvent, { commit }: { commit: boolean }): ReleaseState {
  if (state.step === "ended") return state;
  switch (event.type) {
    case "declared":
      return state.step === "decided" ? { step: "declared" } : state;
    case "begun":
      return state.step === "declared" ? { step: "running" } : state;
    case "ran":
      return state.step === "running" ? afterRun(state, event, commit) : state;
    case "restored":
      return state.step === "restoring" ? { step: "ended", outcome: state.outcome } : state;
    case "committed":
      return state.step === "committing" ? { step: "released" } : state;
    case "followed":
      return state.step === "released" ? AFTER_FOLLOWING[event.end] : state;
    case "abort":
      return afterAbort(state, event.traffic);
    case "superseded":
      return { step: "ended", outcome: "rolled back" };
  }
}

const AFTER_FOLLOWING: Readonly<Record<FollowEnd, ReleaseState>> = {
  "gone over": { step: "ended", outcome: "verified" },
  "went back": { step: "restoring", outcome: "rolled back" },
  left: { step: "ended", outcome: "released" },
};

function afterRun(
  state: ReleaseState,
  { failure, traffic }: Extract<ReleaseEvent, { type: "ran" }>,
  commit: boolean,
): ReleaseState {
  if (failure === null) return commit ? { step: "committing" } : { step: "released" };
  return traffic === "unmoved" ? { step: "restoring", outcome: failure } : state; // moved, or not known: to be run again
}

function afterAbort(state: ReleaseState, traffic: Traffic): ReleaseState {
  switch (state.step) {
    case "decided":
    case "declared": // an `up` of somebody else's may have carried out what the file says
      return traffic === "moved" ? { step: "ended", outcome: "too late" } : { step: "restoring", outcome: "aborted" };
    case "running":
      if (traffic === "unmoved") return { step: "restoring", outcome: "aborted" };
      return traffic === "moved" ? { step: "ended", outcome: "too late" } : state;
    case "committing":
      return { step: "ended", outcome: "verified" };
    case "released":
      if (traffic === "unmoved") return { step: "restoring", outcome: "rolled back" };
      return traffic === "moved" ? { step: "ended", outcome: "too late" } : state;
    case "restoring":
    case "ended":
      return state;
  }
}

/** What is to be done next; null where nothing is. Each of them may be done twice: a crash may come between effect and note. */
export type Work = "declare" | "run" | "restore" | "commit" | "follow";

export function todo({ step }: ReleaseState): Work | null {
  switch (step) {
    case "decided":
      return "declare";
    case "declared":
    case "running":
      return "run";
    case "restoring":
      return "restore";
    case "committing":
      return "commit";
    case "released":
      return "follow";
    case "ended":
      return null;
  }
}

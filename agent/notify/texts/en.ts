import type { EventOf } from "../event.ts";
import { moment, percent, type Language } from "./language.ts";

/** English. */
export const en: Language = {
  levels: { critical: "Critical", warning: "Warning", info: "Info" },
  labels: { where: "Where", happened: "What happened", done: "What was done", toDo: "What to do" },
  several: (count) => `${count} events`,
  shortened: "Shortened: see `tidegate history` for the rest.",
  escalated: (after) => `Nobody has acknowledged this for ${after}.`,
  kinds: {
    "canary-started": ({ version, share, step, steps }) => ({
      title: "canary has begun",
      happened: `Version ${version} gets its first clients.`,
      done: `${percent(share)} of the clients go to it: step ${step} of ${steps}.`,
      toDo: "Nothing: the guard watches it. To look yourself:",
    }),
    "step-reached": ({ version, share, step, steps }) => ({
      title: `canary at ${percent(share)}`,
      happened: `Version ${version} has passed the step before.`,
      done: `${percent(share)} of the clients go to it now: step ${step} of ${steps}.`,
      toDo: "Nothing: the guard watches it. To look yourself:",
    }),
    "canary-paused": ({ version, share, by, reason }) => ({
      title: "canary paused",
      happened: `${by} has paused the canary of ${version}${because(reason)}.`,
      done: `${percent(share)} of the clients stay with it until somebody says how to go on.`,
      toDo: "Go on, or go back:",
    }),
    "canary-resumed": ({ version, share, by, reason }) => ({
      title: "canary goes on",
      happened: `${by} has let the canary of ${version} go on${because(reason)}.`,
      done: `It goes on from ${percent(share)} of the clients.`,
      toDo: "Nothing: the guard watches it. To look yourself:",
    }),
    "canary-aborted": ({ version, to, by, reason }) => ({
      title: "canary aborted",
      happened: `${by} has aborted the canary of ${version}${because(reason)}.`,
      done: `All clients go to ${to} again.`,
      toDo: "Mend it and release a new build. What it did:",
    }),
    promoted: ({ version }) => ({
      title: "serves everybody",
      happened: `Version ${version} has passed all steps.`,
      done: "All clients go to it.",
      toDo: "Nothing. Should it turn out bad after all:",
    }),
    "inconclusive-hold": ({ version, share, rule, problem }) => ({
      title: "canary held",
      happened: `The rule ${rule} has no verdict on ${version}: ${problem}`,
      done: `${percent(share)} of the clients stay with it. Nothing is promoted on missing data.`,
      toDo: "Look at it, then promote it or abort it:",
    }),
    "both-colors-bad": (event) => ({
      title: "both versions are bad",
      happened: `${seen(event)} The version before it is as bad, so neither is to blame.`,
      done: `The canary is held: ${percent(event.share)} of the clients stay with ${event.version}.`,
      toDo: "Look for what both need, such as a database or the network:",
    }),
    "rolled-back": (event) => ({
      title: "rolled back",
      happened: `${seen(event)} ${percent(event.share)} of the clients had it.`,
      done: `All clients go to ${event.to} again. ${event.version} is held back: no \`up\` brings it in again.`,
      toDo: "Mend it and release a new build. The evidence:",
    }),
    "rollback-failed": ({ version, to, problem }) => ({
      title: "could not be rolled back",
      happened: `Version ${version} is bad, and moving traffic to ${to} has failed: ${problem}`,
      done: "Traffic is where it was. The agent goes on trying while it watches the release.",
      toDo: "Roll back by hand, at once:",
    }),
    "agent-back": ({ since }) => ({
      title: "the agent is back",
      happened: `The agent, silent since ${moment(since)}, answers again.`,
      done: "It goes on from what the records say.",
      toDo: "Nothing. To see where releases are:",
    }),
    "channel-failed": ({ channel, problem }) => ({
      title: `the channel ${channel} fails`,
      happened: `Messages do not get through the channel ${channel}: ${problem}`,
      done: "They wait and are tried again. Releases do not wait for them.",
      toDo: "Mend the channel or its secret:",
    }),
    "channel-restored": ({ channel }) => ({
      title: `the channel ${channel} works`,
      happened: `Messages get through the channel ${channel} again.`,
      done: "What had waited is sent.",
      toDo: "Nothing. To see what is left:",
    }),
    acknowledged: ({ by, of, reason }) => ({
      title: "acknowledged",
      happened: `${by} looks after ${of}${because(reason)}.`,
      done: "Nobody else is told of it.",
      toDo: "Nothing.",
    }),
    test: ({ by }) => ({
      title: "a test",
      happened: `${by} wants to see whether messages come through.`,
      done: "Nothing: this is of no release.",
      toDo: "Nothing.",
    }),
  },
};

function because(reason: string | null): string {
  return reason === null ? "" : `: ${reason}`;
}

function seen({ version, evidence }: EventOf<"rolled-back" | "both-colors-bad">): string {
  const { rule, value, limit, window, samples } = evidence;
  return `The rule ${rule} has failed ${version}: ${value}, limit ${limit}, in ${window} with ${samples} samples.`;
}

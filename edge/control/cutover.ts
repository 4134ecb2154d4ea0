import { readChange } from "../../model/change.ts";
import { InputError } from "../../model/errors.ts";
import { thisUser } from "../../model/this-user.ts";
import type { Verdict } from "../../model/verdict.ts";
import { findEdge } from "../running-edge.ts";
import type { Task } from "../tasks.ts";
import { withSessions } from "../with-session.ts";
import { readMandate } from "./mandate.ts";
import { moveTraffic } from "./move-traffic.ts";
import type { Moved } from "./seal-and-switch.ts";
import { followedBy, whose } from "./share-words.ts";
import type { Outcome } from "./verdict-file.ts";

/** Moves the traffic of a service. */
export async function cutOver(task: Task<"cutover">): Promise<Outcome> {
  const { service, color, version } = task;
  return { ...(await move([task], service)), result: { service, activeColor: color, version } };
}

/** Moves the traffic of a group of services at one moment. */
export async function cutOverGroup({ group, members, gates, ...place }: Task<"cutover-group">): Promise<Outcome> {
  const tasks = Object.entries(members).map(([service, to]) => ({
    ...{ ...place, group, service, ...to },
    gates: gates?.[service],
  }));
  const services = tasks.map(({ service, color, version }) => [service, { activeColor: color, version }] as const);
  return { ...(await move(tasks, group)), result: { group, services: Object.fromEntries(services) } };
}

/** `name` is what the run is called in messages. */
async function move(tasks: readonly Task<"cutover">[], name: string): Promise<Omit<Outcome, "result">> {
  const [first] = tasks;
  if (first === undefined) throw new InputError("edge control: a group without members. Name two at least.");
  const mandate = readMandate(name);
  const edge = await mandate.during(findEdge(first));
  return await withSessions(edge, tasks, async (opened) => {
    const looked = opened.map(async ({ subject, session }) => ({
      task: subject,
      session,
      view: await session.readEdge(),
    }));
    const members = await mandate.during(Promise.all(looked));
    const ends = await moveTraffic({ edge, mandate, change: readChange(process.env, thisUser()), members });
    const verdicts = ends.map(verdictOf);
    return { message: verdicts.map(({ message }) => message).join("; "), verdicts };
  });
}

function verdictOf({ task, from, moved, canary, head }: Moved): Partial<Verdict> & { message: string } {
  const { service, color, version } = task;
  return {
    ...{ verb: "cutover", service, from, to: color, version },
    message:
      moved === null
        ? `${service}: traffic is on ${color} (version ${version}) and stays there`
        : `${service}: ${whose(canary)} moved ${from ?? "from nobody"} → ${color} (version ${version})${followedBy(canary)}`,
    ...(moved === null || canary === null ? {} : { share: canary.share }),
    switchMs: moved?.tookMs ?? null,
    switchedAt: moved?.at ?? null,
    ...(head === null ? {} : { ledger: head }),
  };
}

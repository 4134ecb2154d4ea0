import { readMandate } from "../../edge/control/mandate.ts";
import { moveTraffic } from "../../edge/control/move-traffic.ts";
import { switchedMeanwhile } from "../../edge/control/switched-meanwhile.ts";
import type { Outcome } from "../../edge/control/verdict-file.ts";
import { findEdge } from "../../edge/running-edge.ts";
import type { EdgeView } from "../../edge/session.ts";
import { withSession } from "../../edge/with-session.ts";
import { readChange } from "../../model/change.ts";
import { InputError } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import { thisUser } from "../../model/this-user.ts";
import type { AbortCanaryTask } from "./task.ts";

/**
 * Sends the clients of a canary back, because another version is declared in the place of its release: a rollback, with the ledger's
 * entry of one. Where an earlier run, its guard or a person has begun that, every worker is told again. Throws a BusyError where the
 * traffic is anywhere else, and what the gate of a rollback throws.
 */
export async function abortCanary(task: AbortCanaryTask): Promise<Outcome> {
  const { service, aborted, version, color } = task;
  const result = { service, aborted };
  if (aborted === 0) return { message: `${service}: no canary has to end`, result };
  const edge = await findEdge(task);
  return await withSession(edge, service, async (session) => {
    const view = await session.readEdge();
    const { release, hash } = stable(task, view);
    failPoint("abort:before");
    const reason = `version ${version} was declared while it was under way`;
    const to = { color, version: release.version, release: hash, generation: aborted + 1 };
    const { host, project, stack, environment } = task;
    const [end] = await moveTraffic({
      ...{ edge, mandate: readMandate(service), change: { ...readChange(process.env, thisUser()), reason } },
      ...{
        isRollback: true,
        members: [{ session, view, task: { host, project, stack, environment, service, ...to } }],
      },
    });
    failPoint("abort:after");
    const { from = null, moved = null, head = null } = end ?? {};
    const told = { from, to: color, version: release.version };
    return {
      message: `${service}: all clients are on ${color} again (version ${release.version}), because ${reason}`,
      result,
      verdicts: [
        {
          ...{ ...told, switchMs: moved?.tookMs ?? null, switchedAt: moved?.at ?? null },
          ...(head === null ? {} : { ledger: head }),
        },
      ],
    };
  });
}

/** What the other clients are on. */
function stable({ service, aborted, color }: AbortCanaryTask, { record }: EdgeView) {
  const isUnderWay = record?.generation === aborted && record.canary?.from === color;
  const isBack = record?.generation === aborted + 1 && record.active === color && record.canary === undefined;
  if (!isUnderWay && !isBack) throw switchedMeanwhile(service, record?.generation ?? 0, aborted + 1);
  const sealed = record.sealed[color];
  if (sealed === null) throw new InputError(`${service}: ${color} has never served, so that nobody can go back to it.`);
  return sealed;
}

import { rollbackTarget } from "../../delivery/rollback-target.ts";
import { unfitForMore } from "../../edge/unfit-for-more.ts";
import { InputError } from "../../model/errors.ts";
import type { Stage } from "./scenario.ts";

/** Why no traffic can be sent to the release that served before, and be brought home again; undefined where it can. */
export async function whyNoWay({ session, observed, before: { service } }: Stage): Promise<string | undefined> {
  const record = observed.services[service]?.record;
  if (record?.hold !== undefined) return `version ${record.hold.version} is held, which the drill's own hold would end`;
  if (record?.movedWith !== undefined) return "its last switch moved other services together with it";
  try {
    const { record: seen, part } = await session.look();
    const target = rollbackTarget(service, { record: seen, part }, undefined);
    if (target?.isThere !== true || part === null) {
      return "what served before is not there any more, and would have to be made again";
    }
    const isUnfit = (await unfitForMore(session, target.to, part.replicas)) !== undefined;
    return isUnfit ? `not all replicas of ${target.to}, which served before, are well` : undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

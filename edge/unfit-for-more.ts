import type { Color } from "../model/color.ts";
import type { Session } from "./session.ts";

/** Why a color should get no more clients than it has: not all of its replicas are well. Undefined where they are. */
export async function unfitForMore(
  session: Pick<Session, "readSlots">,
  color: Color,
  replicas: number,
): Promise<string | undefined> {
  const up = (await session.readSlots(color)).filter(({ index, isUp }) => isUp && index < replicas).length;
  return up >= replicas ? undefined : `${up} of ${replicas} replicas of ${color} are well.`;
}

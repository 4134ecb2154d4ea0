import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { unlessMissing } from "../../docker/connect.ts";
import type { Color } from "../../model/color.ts";
import { LABEL, networkName, type StackId } from "../../model/names.ts";
import { haproxy } from "../haproxy/index.ts";
import type { RunningEdge } from "../running-edge.ts";
import type { Session } from "../session.ts";
import type { Disturbance, Disturbed, StandIn } from "../stand-in.ts";
import { withSession } from "../with-session.ts";
import { withHelper } from "./with-helper.ts";

/** Until every slot of a color that nobody uses leads to its stand-in, and has passed its checks there. */
const LED_WITHIN_MS = 30_000;
const LOOK_MS = 200;
/** Characters of a container's id by which others in its network find it. */
const SHORT_ID = 12;
/** What the name of a stand-in has behind that of its replica. */
const MARK = "-stand-in";

/**
 * Puts a container in front of each replica of a color, which passes on what it gets but for the disturbance, and calls `act` once all of
 * them get the color's requests. They are taken away when it has ended; where this process dies before, the slots lead to their replicas again at once.
 */
export async function withStandIns<T>(
  edge: RunningEdge,
  disturbed: Disturbed,
  disturbance: Disturbance,
  act: () => Promise<T>,
): Promise<T> {
  return await withOne(disturbed.replicas, []);

  async function withOne([replica, ...others]: readonly string[], standIns: readonly StandIn[]): Promise<T> {
    if (replica === undefined) return await led(standIns);
    const helper = {
      name: replica + MARK,
      command: haproxy.standInCommand(disturbed, replica, disturbance),
      shares: { NetworkMode: networkName(edge.id) },
    };
    return await withHelper(edge, helper, (id) =>
      withOne(others, [...standIns, { replica, standIn: id.slice(0, SHORT_ID) }]),
    );
  }

  async function led(standIns: readonly StandIn[]): Promise<T> {
    const { service, color } = disturbed;
    return await withSession(edge, service, async (session) => {
      const before = await addresses(session, color);
      return await haproxy.leadSlots(edge, disturbed, standIns, async () => {
        await untilLed(session, color, { before, count: standIns.length });
        return await act();
      });
    });
  }
}

/** Removes the stand-ins that a process has left which was killed: nothing leads there any more. Says how many there were. */
export async function removeStandIns(docker: Docker, { project, stack }: StackId): Promise<number> {
  const label = [`${LABEL.project}=${project}`, `${LABEL.stack}=${stack}`, `${LABEL.role}=helper`];
  const helpers = await docker.listContainers({ all: true, filters: { label } });
  const left = helpers.filter(({ Names }) => Names.some((name) => name.includes(MARK)));
  await Promise.all(left.map(({ Id }) => unlessMissing(docker.getContainer(Id).remove({ force: true, v: true }))));
  return left.length;
}

async function untilLed(
  session: Session,
  color: Color,
  { before, count }: { before: ReadonlySet<string | undefined>; count: number },
): Promise<void> {
  const deadline = performance.now() + LED_WITHIN_MS;
  for (;;) {
    const slots = await session.readSlots(color);
    const led = slots.filter(({ isUp, address }) => isUp && address !== undefined && !before.has(address));
    if (led.length >= count) return;
    if (performance.now() > deadline) throw new Error(`${color}: its slots do not lead to their stand-ins`);
    await sleep(LOOK_MS);
  }
}

async function addresses(session: Session, color: Color): Promise<Set<string | undefined>> {
  return new Set((await session.readSlots(color)).map(({ address }) => address));
}

import { removeStandIns, withStandIns } from "../../../edge/control/with-stand-ins.ts";
import type { Disturbance, Disturbed } from "../../../edge/stand-in.ts";
import { otherColor } from "../../../model/color.ts";
import { InputError } from "../../../model/errors.ts";
import type { RuleName } from "../../../model/guard.ts";
import { replicaName } from "../../../model/names.ts";
import { plural } from "../../../policy/report/plural.ts";
import { bringHome } from "../bring-home.ts";
import type { Scenario, Stage } from "../scenario.ts";
import { beginCanary, isHome, isTakenBack } from "../taken-back.ts";
import { underWay } from "../under-way.ts";
import { whyNoCanary } from "../why-no-canary.ts";

interface BadRelease extends Pick<Scenario, "name" | "title" | "budget"> {
  /** What its answers are like, in words that end a sentence. */
  answers: string;
  disturbance: Disturbance;
  /** The rules of a guard that may find it bad. */
  rules: readonly RuleName[];
}

/**
 * A release whose health checks pass and whose answers are bad. The release that served before is given half of the clients, with a
 * stand-in before each of its replicas that makes them so: the guard has to see it in what clients get, and to take it back.
 */
export function badRelease({ name, title, budget, answers, disturbance, rules }: BadRelease): Scenario {
  return {
    ...{ name, title, budget },
    does:
      `Gives half of the clients to the release that served before, through stand-ins that ${answers}; its health checks pass. It is back when ` +
      "the agent has taken it back.",
    whyNot: (stage) => whyNoCanary(stage, rules),
    inject: async (stage, strike) => {
      const disturbed = await disturbedOf(stage);
      const begin = (inside: () => Promise<void>) => withStandIns(stage.edge, disturbed, disturbance, inside);
      return await underWay(begin, async () => {
        strike();
        await beginCanary(stage, name);
      });
    },
    isNoticed: isTakenBack,
    isBack: isHome,
    restore: async (place) => {
      const said = await bringHome(place, name);
      const left = await removeStandIns(place.docker, place.id);
      return left === 0 ? said : [...said, `removed ${plural(left, "stand-in")} that a killed drill had left`];
    },
  };
}

async function disturbedOf({ id, session, before: { service, active } }: Stage): Promise<Disturbed> {
  const { record, part } = await session.look();
  const color = otherColor(active);
  const release = record?.sealed[color]?.release;
  if (release === undefined || part === null)
    throw new InputError(`${service}: ${color} has nothing to give clients to.`);
  const replicas = Array.from({ length: part.replicas }, (_, index) => replicaName(id, service, color, index));
  return { service, color, replicas, port: release.port, healthPort: release.health.port };
}

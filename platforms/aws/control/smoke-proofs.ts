import { findSmokeProblem } from "../../../edge/control/smoke.ts";
import { askAgain } from "../../../edge/smoke/ask-again.ts";
import { askInTurn, renderTurns } from "../../../edge/smoke/ask-in-turn.ts";
import { Filling } from "../../../edge/smoke/filling.ts";
import type { Session } from "../../../edge/session.ts";
import { COLOR_HEADER } from "../../../model/aws/names.ts";
import type { Color } from "../../../model/color.ts";
import { backendName } from "../../../model/names.ts";
import type { Release } from "../../../model/release.ts";
import { exampleHost, takesPath, type Route } from "../../../model/route.ts";
import { phasesOf } from "../../../model/smoke.ts";
import type { AwsClients } from "../clients.ts";
import { readDoor, type Door } from "../observe/door.ts";
import { assertReachable } from "./assert-reachable.ts";
import type { Proofs } from "./move.ts";
import { send } from "./send.ts";
import { readSmokeSecrets } from "./smoke-secrets.ts";

/**
 * How often a request is sent to the public listener whose answer is not as it must be, a second apart: a rule that was changed takes its time to
 * be known to every part of a load balancer.
 */
const TRIES = 10;
const PAUSE_MS = 1_000;

export interface SmokeProofsArgs {
  clients: Pick<AwsClients, "ecs" | "elb" | "secrets">;
  /** ARNs of the listener of the public, and of that for previews. */
  listener: string;
  testListener: string;
  service: string;
  color: Color;
  release: Release;
  route: Route;
  /** ARN of the task definition of its tasks. */
  definition: string;
  /** Between two tries at the public listener. */
  pauseMs?: number;
}

/**
 * The smoke requests of a release, sent from here: to its color through the listener for previews, and once it serves through that of the public.
 * Whatever they need is found out before the first is sent, so that a color that serves is not left without them. That throws an AwsError, and
 * an InputError where a listener cannot be reached from here.
 */
export function smokeProofs(args: SmokeProofsArgs): Proofs {
  let found: Promise<Ready> | undefined;
  const ready = () => (found ??= prepare(args));
  const { smoke } = args.release;
  const isAny = (phase: "before" | "after") => smoke.some((each) => phasesOf(each).includes(phase));
  return {
    preview: async () => {
      if (smoke.length === 0) return undefined;
      const { session, secrets } = await ready();
      const { service, color, release, route } = args;
      return await findSmokeProblem(session, { service, color, group: undefined }, { release, secrets, route });
    },
    public: async () => (isAny("after") ? await askThePublic(args, await ready()) : undefined),
  };
}

interface Ready {
  session: Pick<Session, "send">;
  secrets: ReadonlyMap<string, string>;
}

async function prepare({
  clients,
  listener,
  testListener,
  definition,
  release,
  ...args
}: SmokeProofsArgs): Promise<Ready> {
  const [toPublic, toPreview] = await Promise.all([readDoor(clients, listener), readDoor(clients, testListener)]);
  const what = "the release's smoke requests cannot be sent";
  await assertReachable(toPreview, {
    ...{ listener: "the listener for previews", what },
    remedy: "name this machine's network in `loadBalancer.previewFrom`, or run in the load balancer's VPC.",
  });
  await assertReachable(toPublic, {
    ...{ listener: "the listener of the public", what },
    remedy: "name this machine's network in `loadBalancer.allowFrom`, or run in the load balancer's VPC.",
  });
  const secrets = await readSmokeSecrets(clients, definition, release.smoke);
  return { session: sessionThrough({ toPublic, toPreview }, args), secrets };
}

/** What a session of an edge does from inside it. */
function sessionThrough(
  { toPublic, toPreview }: { toPublic: Door; toPreview: Door },
  { service, route }: Pick<SmokeProofsArgs, "service" | "route">,
): Pick<Session, "send"> {
  const isNamed = route.host !== "*";
  return {
    send({ to, ...request }) {
      if (to === "public") return send(toPublic, { ...request, isNamed });
      if ("address" in to) throw new Error("a load balancer leads to no single task");
      const headers = { ...request.headers, [COLOR_HEADER]: backendName(service, to.color) };
      return send(toPreview, { ...request, headers, isNamed });
    },
  };
}

async function askThePublic(
  { release, route, pauseMs = PAUSE_MS }: SmokeProofsArgs,
  { session, secrets }: Ready,
): Promise<string | undefined> {
  const requests = release.smoke.filter((smoke) => phasesOf(smoke).includes("after"));
  const turns = await askInTurn(requests, {
    ...{ to: "public", host: exampleHost(route), filling: new Filling(requests, secrets), stopsAtRed: true },
    async ask(request, judge, smoke) {
      if (!takesPath(route, smoke.path)) return "skipped";
      return await askAgain(smoke, { tries: TRIES, pauseMs }, async () => judge(await session.send(request)));
    },
  });
  return turns.some(({ isRed }) => isRed) ? renderTurns(turns) : undefined;
}

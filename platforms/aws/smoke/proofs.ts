import type { Color } from "../../../model/color.ts";
import { InputError } from "../../../model/errors.ts";
import type { Release } from "../../../model/release.ts";
import type { Route } from "../../../model/route.ts";
import { phasesOf, type Phase } from "../../../model/smoke.ts";
import type { AwsClients } from "../clients.ts";
import type { Proofs } from "../control/move.ts";
import { readDoor } from "../observe/door.ts";
import { askFromTask } from "./ask-from-task.ts";
import { findUnreachable, type Unreachable } from "./find-unreachable.ts";
import { readSmokeSecrets } from "./read-secrets.ts";
import type { SmokeTask } from "./smoke-task.ts";
import { askThroughBalancer, longestMs } from "./through-balancer.ts";

export interface SmokeProofsArgs {
  clients: Pick<AwsClients, "ecs" | "elb" | "logs" | "secrets">;
  /** Name or ARN of the ECS cluster. */
  cluster: string;
  /** ARNs of the listener of the public, and of that for previews. */
  listener: string;
  testListener: string;
  service: string;
  color: Color;
  release: Release;
  route: Route;
  /** ARN of the task definition of its tasks. */
  definition: string;
  /** What sends them where the listeners cannot be reached from here; nothing when left out. */
  task?: SmokeTask | undefined;
  /** Between two tries at the public listener, or two looks at a task. */
  pauseMs?: number;
}

/** Sends the requests of a phase. Returns what is wrong with the answers; undefined where nothing is. */
type Ask = (phase: Phase) => Promise<string | undefined>;

/**
 * The smoke requests of a release: to its color through the listener for previews, and once it serves through that of the public. They are sent
 * from here, or from a task in the VPC where a listener cannot be reached from here. Whatever they need is found out before the first is sent, so
 * that a color that serves is not left without them. That throws an AwsError, and an InputError where nobody reaches a listener. What cannot be
 * sent once the color serves speaks against it.
 */
export function smokeProofs(args: SmokeProofsArgs): Proofs {
  let found: Promise<Ask> | undefined;
  const ready = () => (found ??= prepare(args));
  const { smoke } = args.release;
  const isAny = (phase: Phase) => smoke.some((each) => phasesOf(each).includes(phase));
  return {
    preview: async () => (smoke.length === 0 ? undefined : await (await ready())("before")),
    public: async () => (isAny("after") ? await (await ready())("after").catch(asProblem) : undefined),
  };
}

async function prepare({
  clients,
  cluster,
  listener,
  testListener,
  definition,
  release: { smoke },
  task,
  pauseMs,
  ...of
}: SmokeProofsArgs): Promise<Ask> {
  const [toPublic, toPreview] = await Promise.all([readDoor(clients, listener), readDoor(clients, testListener)]);
  const doors = { toPublic, toPreview };
  const unreachable = await findUnreachable(doors);
  if (unreachable === undefined) {
    const secrets = await readSmokeSecrets(clients, definition, smoke);
    return (phase) => askThroughBalancer(doors, phase, { ...of, smoke, secrets, pauseMs });
  }
  if (task === undefined) throw new InputError(refusal(unreachable));
  const longest = (phase: Phase) => longestMs(phase, { smoke });
  return (phase) => askFromTask({ clients, cluster, task, doors, longestMs: longest, lookMs: pauseMs }, phase);
}

/** That is no word about a release: whoever runs Pulumi has to be where its requests can be sent. */
function refusal({ which, text }: Unreachable): string {
  const key = which === "toPublic" ? "allowFrom" : "previewFrom";
  return (
    `aws: ${text}, so that the release's smoke requests cannot be sent. Run where it can be: name this machine's network in ` +
    `\`loadBalancer.${key}\`, or run in the load balancer's VPC. Or have a task there send them: declare \`smokeTask\`.`
  );
}

function asProblem(error: unknown): string {
  if (error instanceof InputError) return `  they could not be sent: ${error.message}`;
  throw error;
}

import { readMandate } from "../../../edge/control/mandate.ts";
import { followedBy, whose } from "../../../edge/control/share-words.ts";
import { runVerb } from "../../../edge/control/run-verb.ts";
import type { Outcome } from "../../../edge/control/verdict-file.ts";
import { leaseToken } from "../../../edge/lease.ts";
import { readTask } from "../../../edge/tasks.ts";
import { readChange } from "../../../model/change.ts";
import { thisUser } from "../../../model/this-user.ts";
import { connectAws } from "../clients.ts";
import { askAccountGates } from "../gates/ask-account-gates.ts";
import { smokeProofs } from "../smoke/proofs.ts";
import { openStore } from "../store/open-store.ts";
import { cutOver } from "./cut-over.ts";
import { forget } from "./forget.ts";
import { mandateAfter } from "./mandate-after.ts";
import type { Moved } from "./move.ts";
import { setIdle } from "./set-idle.ts";
import { awsTaskSchemas, type AwsTask, type AwsVerb } from "./task.ts";

const VERBS = {
  cutover: () => performCutover(taskOf("cutover")),
  gates: () => askAccountGates(taskOf("gates")),
  idle: () => performIdle(taskOf("idle")),
  forget: () => performForget(taskOf("forget")),
} as const satisfies Record<AwsVerb, () => Promise<Outcome>>;

/** Does what the verb says with the task that the environment describes; returns the exit code. */
export function run(verb: string | undefined): Promise<number> {
  if (!isVerb(verb)) throw new Error(`the control on AWS has no verb ${JSON.stringify(verb)}`); // whoever starts it knows them
  return runVerb(verb, VERBS[verb]);
}

function isVerb(verb: string | undefined): verb is AwsVerb {
  return verb !== undefined && Object.hasOwn(VERBS, verb);
}

function taskOf<V extends AwsVerb>(verb: V) {
  return readTask<(typeof awsTaskSchemas)[V]>(awsTaskSchemas[verb], `control on AWS, ${verb}`, process.env);
}

async function performCutover(task: AwsTask<"cutover">): Promise<Outcome> {
  const { region, bucket, project, stack, cluster, listener, previewlistener: testListener, ...move } = task;
  const { service, color, generation, sealed, definition, gate, version, route, canary, guard, gates, since } = move;
  const { smoketask } = move;
  const id = { project, stack };
  const clients = await connectAws({ region });
  const { release } = sealed;
  const store = openStore(clients, bucket, id);
  const mandate = readMandate(service);
  const isOurTurn = () => store.assertLeaseTurn(leaseToken());
  await mandate.during(isOurTurn());
  await store.guards.declare(service, guard ?? null); // before the first traffic that it judges
  const moved = await cutOver({
    ...{ clients, place: { id, region, cluster, listener, testListener }, store },
    ...{ service, color, generation, sealed, definition, gate, canary },
    mandate: mandateAfter(mandate, isOurTurn), // somebody may have taken it over during the gate
    ...{ change: readChange(process.env, thisUser()), demanded: { gates, since }, ruleFollows: true },
    proofs: smokeProofs({
      ...{ clients, cluster, listener, testListener, service, color, release, route, definition },
      task: smoketask,
    }),
  });
  const { from, to, switchMs, head, canary: begun } = moved;
  const share = switchMs === null || begun === null ? {} : { share: begun.share };
  const message = sentence(moved);
  const verdict = {
    service,
    from,
    to,
    version,
    switchMs,
    message,
    ...share,
    ...(head === null ? {} : { ledger: head }),
  };
  return { message, result: { service, activeColor: color, version }, verdicts: [verdict] };
}

function sentence({ service, from, to, version, switchMs, canary }: Moved): string {
  return switchMs === null
    ? `${service}: traffic is on ${to} (version ${version}) and stays there`
    : `${service}: ${whose(canary)} moved ${from ?? "from nobody"} → ${to} (version ${version})${followedBy(canary)}`;
}

async function performIdle(task: AwsTask<"idle">): Promise<Outcome> {
  const { region, bucket, project, stack, cluster, listener, previewlistener: testListener, ...change } = task;
  const id = { project, stack };
  const clients = await connectAws({ region });
  const place = { id, region, cluster, listener, testListener };
  const message = await setIdle({ clients, place, store: openStore(clients, bucket, id), ...change });
  return { message, result: { service: change.service } };
}

async function performForget({ region, bucket, project, stack, service }: AwsTask<"forget">): Promise<Outcome> {
  await forget(openStore(await connectAws({ region }), bucket, { project, stack }), service);
  return { message: `${service}: is forgotten`, result: { service } };
}

import { chooseTarget, type ReleaseTarget, type WantedRelease } from "../../delivery/release/choose-target.ts";
import { decisionText, type Decision } from "../../delivery/release/decision.ts";
import { next, type ReleaseEvent, type ReleaseState } from "../../delivery/release/next.ts";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { recordOf } from "../../model/observed-hosts.ts";
import type { Observed } from "../../model/observed.ts";
import { checkEdit } from "../config/check-edit.ts";
import type { Session } from "../run/session.ts";
import { unknownService } from "../config/unknown-service.ts";
import { readDeclared } from "../status/read-declared.ts";
import { assertCommittable } from "./commit-file.ts";
import { saveDecision, supersede, unfinishedDecision } from "./decision-store.ts";
import { hasMoved } from "./has-moved.ts";
import { releaseEdit } from "./stack-file-edit.ts";

/** The decision that a release is to carry out, new or taken up; null where the build serves already. */
export async function decide(
  session: Session & { observed: Observed },
  wanted: WantedRelease,
  { commit }: { commit: boolean },
): Promise<{ decision: Decision; isTakenUp: boolean } | null> {
  const { ref, observed } = session;
  const unfinished = unfinishedDecision(ref);
  if (unfinished !== undefined && isSame(unfinished, wanted)) return { decision: unfinished, isTakenUp: true };
  if (unfinished !== undefined) await settle(ref, unfinished, observed);
  const target = await targetOf(session, wanted);
  if (target === null) return null;
  const decision = await newDecision(ref, { ...target, service: wanted.service }, { said: "release", commit });
  return { decision, isTakenUp: false };
}

/** The decision to go back to what `target` names, in the place of a release of the same service that is not finished. */
export async function decideToGoBack(
  { ref, observed }: Session & { observed: Observed },
  target: ReleaseTarget & { service: string },
): Promise<Decision> {
  await supersede(ref, target.service);
  const unfinished = unfinishedDecision(ref);
  if (unfinished !== undefined) await settle(ref, unfinished, observed);
  return await newDecision(ref, target, { said: "rollback", commit: false });
}

async function newDecision(
  ref: StackRef,
  target: ReleaseTarget & { service: string },
  { said, commit }: { said: "release" | "rollback"; commit: boolean },
): Promise<Decision> {
  const edit = releaseEdit(ref, target);
  if (commit) await assertCommittable(ref, edit.before);
  checkEdit(said, `${target.service} ${target.version}`, edit);
  const decision: Decision = {
    ...{ format: 1, ...target, decidedAt: new Date().toISOString(), commit },
    ...{ file: { before: edit.before, after: edit.after }, state: { step: "decided" } },
  };
  failPoint("release:before-decision");
  await saveDecision(ref, decision);
  failPoint("release:after-decision");
  return decision;
}

/** Where the wanted build goes. Throws an InputError where the stack's file does not declare the service. */
export async function targetOf(
  { ref, platform, observed }: Session & { observed: Observed },
  wanted: WantedRelease,
): Promise<ReturnType<typeof chooseTarget>> {
  const declared = declaredService(ref, wanted.service);
  const running = await platform.runningDigests(observed, wanted.service);
  return chooseTarget(wanted, observed, declared, running);
}

/** The service as the stack's file declares it; throws an InputError where it does not. */
export function declaredService(ref: StackRef, service: string) {
  const declared = readDeclared(ref);
  const file = `Pulumi.${ref.stack}.yaml`;
  if (declared === "by the program") {
    throw new InputError(
      `release: ${file} declares no services: a program of your own does. Change version, image and activeColor there, then ` +
        "run `tidegate up`.",
    );
  }
  if (declared === "unreadable") {
    throw new InputError(`release: the services in ${file} are not right. \`tidegate preview\` says what is wrong.`);
  }
  const found = declared[service];
  if (found === undefined) throw unknownService(file, service, Object.keys(declared));
  return found;
}

function isSame({ service, image, version }: Decision, wanted: WantedRelease): boolean {
  const digest = (reference: string) => parseImageReference(reference)?.digest;
  const isBuild = digest(image) === digest(wanted.image);
  return service === wanted.service && isBuild && (wanted.version ?? version) === version;
}

/** Another release was left unfinished: no matter where its traffic has moved by now, else in the way. */
async function settle(ref: StackRef, unfinished: Decision, { hosts }: Observed): Promise<void> {
  const { service, version, image } = unfinished;
  if (unfinished.state.step === "restoring" || !hasMoved(hosts, unfinished)) {
    throw new InputError(
      `release: ${decisionText(unfinished)} was begun at ${unfinished.decidedAt} and is not finished. To go on, run ` +
        `\`tidegate release ${service} --image ${image} --version ${version} -s ${ref.stack}\`; to give it up, ` +
        `\`tidegate abort -s ${ref.stack}\`.`,
    );
  }
  const events: readonly ReleaseEvent[] = [
    { type: "declared" }, // and carried out by an `up` that knew nothing of the decision
    { type: "begun" },
    { type: "ran", failure: null, traffic: "moved" },
    { type: "committed" },
    { type: "followed", end: recordOf(hosts, service)?.canary === undefined ? "gone over" : "left" },
  ];
  const state = events.reduce<ReleaseState>(
    (before, event) => next(before, event, { commit: false }),
    unfinished.state,
  );
  await saveDecision(ref, { ...unfinished, state });
}

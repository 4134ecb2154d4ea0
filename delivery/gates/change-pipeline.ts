import type { Change } from "../../model/change.ts";
import type { ChangeGateSettings } from "../../model/gates/change.ts";
import { checkIdToken } from "../identity/id-token.ts";
import { isUnseen } from "./attempt.ts";
import type { Finding } from "./gate.ts";
import type { SeenChange } from "./probe-change.ts";

type Pipeline = NonNullable<ChangeGateSettings["pipeline"]>;

/** How one of the ways came out: who it is, or why it is nobody who may. `isOpen` where nobody could find out. */
type Proof = { who: string } | { problem: string; isOpen?: true };

/** One proof is enough. Without any, a broken glass lets through, and is told. */
export function judgePipeline(pipeline: Pipeline, seen: SeenChange, { actor, breakGlass }: Change): Finding {
  const proofs = [
    ...(pipeline.key === undefined ? [] : [keyProof(pipeline.key, seen)]),
    ...(pipeline.oidc === undefined ? [] : [tokenProof(pipeline.oidc, seen)]),
  ];
  const who = proofs.find((proof) => "who" in proof)?.who;
  if (who !== undefined) return { verdict: "pass", seen: `by the pipeline ${who}` };
  const problems = proofs.flatMap((proof) => ("problem" in proof ? [proof] : []));
  const why = problems.map(({ problem }) => problem).join(", ");
  if (breakGlass !== null) {
    return { verdict: "pass", seen: `by ${actor.name}, who is no pipeline (${why}); broke the glass: ${breakGlass}` };
  }
  return {
    verdict: problems.some(({ isOpen }) => isOpen) ? "inconclusive" : "fail",
    seen: `${actor.name} has not proved to be a pipeline: ${why}`,
    remedy:
      'Release from the pipeline. What must be done by hand: `tidegate up --break-glass "REASON"`, or the variable ' +
      "TIDEGATE_BREAK_GLASS for `pulumi up`.",
  };
}

function keyProof({ names }: NonNullable<Pipeline["key"]>, { key }: SeenChange): Proof {
  if (key === null) return { problem: "TIDEGATE_PIPELINE_KEY names no key" };
  if (isUnseen(key)) return { problem: `its key cannot be checked (${key.unseen})`, isOpen: true };
  if ("problem" in key) return { problem: `its key ${key.problem}` };
  const who = key.signer.names.find((name) => names.includes(name));
  return who === undefined
    ? { problem: `its key is of ${key.signer.names.join(", ")}, and not of ${names.join(" or ")}` }
    : { who };
}

function tokenProof(oidc: NonNullable<Pipeline["oidc"]>, { token, now }: SeenChange): Proof {
  if (token === null) return { problem: "TIDEGATE_ID_TOKEN has no ID token" };
  if (isUnseen(token)) return { problem: `its ID token cannot be checked (${token.unseen})`, isOpen: true };
  const check = checkIdToken(token.text, oidc, { ...token.jwks, now });
  return "subject" in check ? { who: check.subject } : { problem: `its ID token ${check.problem}` };
}

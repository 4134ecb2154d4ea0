import type { KeyObject } from "node:crypto";
import type { SignatureSettings } from "../../model/gates/image.ts";
import { signatureProblem, type ImageSignature } from "../signatures/cosign.ts";
import { isUnseen, unseenFinding, type Unseen } from "./attempt.ts";
import type { Finding } from "./gate.ts";

/** A public key, and everything there is that it may have signed. */
export interface SeenSignatures<Signed extends ImageSignature = ImageSignature> {
  key: KeyObject;
  signatures: readonly Signed[];
}

/** In which words it is told whether somebody has signed. */
export interface SignedWords {
  noun: "signature" | "attestation";
  /** What the image is then. */
  is: "signed" | "attested";
  /** By what, and as what. */
  by: string;
  /** That nothing of the kind is there. */
  none: string;
  remedy: string;
}

/** One signature by the key over this digest is enough. `digest` is null where the release names none. */
export function judgeSignature(
  { key }: SignatureSettings,
  seen: SeenSignatures | Unseen | null,
  digest: string | null,
): Finding {
  return judgeSigned(seen, digest, {
    ...{ noun: "signature", is: "signed", by: `by ${key}`, none: "it is not signed" },
    remedy: "Have it signed by its digest: `cosign sign --key cosign.key NAME@sha256:…`.",
  });
}

/** The same of whatever is to be signed about an image. */
export function judgeSigned(
  seen: SeenSignatures | Unseen | null,
  digest: string | null,
  { noun, is, by, none, remedy }: SignedWords,
): Finding {
  if (digest === null) {
    const seen = `it is named by its tag alone, which no ${noun} can be for`;
    return { verdict: "fail", seen, remedy: "Name its digest." };
  }
  if (seen === null) throw new Error(`no ${noun} was looked for`);
  if (isUnseen(seen)) return unseenFinding(`whether it is ${is}`, seen);
  const problems = seen.signatures.map((signature) => signatureProblem(signature, seen.key, digest));
  if (problems.includes(null)) return { verdict: "pass", seen: `${is} ${by}` };
  if (problems.length === 0) return { verdict: "fail", seen: none, remedy };
  const why = problems.map((problem) => `its ${noun} ${problem}`).join(", ");
  return { verdict: "fail", seen: `it is not ${is} ${by}: ${why}`, remedy };
}

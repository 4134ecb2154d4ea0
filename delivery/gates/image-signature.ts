import type { KeyObject } from "node:crypto";
import type { SignatureSettings } from "../../model/gates/image.ts";
import { signatureProblem, type ImageSignature } from "../signatures/cosign.ts";
import { isUnseen, unseenFinding, type Unseen } from "./attempt.ts";
import type { Finding } from "./gate.ts";

/** A public key, and every signature there is. */
export interface SeenSignatures {
  key: KeyObject;
  signatures: readonly ImageSignature[];
}

/** One signature by the key over this digest is enough. `digest` is null where the release names none. */
export function judgeSignature(
  { key: path }: SignatureSettings,
  seen: SeenSignatures | Unseen | null,
  digest: string | null,
): Finding {
  const remedy = "Have it signed by its digest: `cosign sign --key cosign.key NAME@sha256:…`.";
  if (digest === null) {
    return {
      verdict: "fail",
      seen: "it is named by its tag alone, which a signature cannot be for",
      remedy: "Name its digest.",
    };
  }
  if (seen === null) throw new Error("no signature was looked for");
  if (isUnseen(seen)) return unseenFinding("whether it is signed", seen);
  const problems = seen.signatures.map((signature) => signatureProblem(signature, seen.key, digest));
  if (problems.includes(null)) return { verdict: "pass", seen: `signed by ${path}` };
  if (problems.length === 0) return { verdict: "fail", seen: "it is not signed", remedy };
  const why = problems.map((problem) => `its signature ${problem}`).join(", ");
  return { verdict: "fail", seen: `it is not signed by ${path}: ${why}`, remedy };
}

import type { AttestationSettings } from "../../model/gates/image.ts";
import type { SignedStatement } from "../signatures/statements.ts";
import { isUnseen, type Unseen } from "./attempt.ts";
import type { Finding } from "./gate.ts";
import { judgeSigned, type SeenSignatures } from "./image-signature.ts";

/**
 * One attestation of the type, by the key and about this digest, is enough; what it says is not looked at. `digest` is null where the
 * release names none.
 */
export function judgeAttestation(
  { key, type }: AttestationSettings,
  seen: SeenSignatures<SignedStatement> | Unseen | null,
  digest: string | null,
): Finding {
  const found = seen === null || isUnseen(seen) ? null : seen;
  const types = new Set(found?.signatures.flatMap((statement) => statement.type ?? []));
  types.delete(type);
  const others = types.size === 0 ? "" : `, but of ${[...types].join(", ")}`;
  const signatures = found?.signatures.filter((statement) => statement.type === type) ?? [];
  return judgeSigned(found === null ? seen : { ...found, signatures }, digest, {
    ...{ noun: "attestation", is: "attested", by: `by ${key} (${type})` },
    none: `it has no attestation of ${type}${others}`,
    remedy: `Have it attested by its digest: \`cosign attest --key cosign.key --type ${type} --predicate FILE NAME@sha256:…\`.`,
  });
}

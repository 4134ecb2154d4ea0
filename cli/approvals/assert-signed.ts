import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signatureCheck, type SignatureRules } from "../../delivery/approvals/read-approvals.ts";
import type { SignatureNamespace, Signer } from "../../delivery/approvals/signature.ts";
import { InputError } from "../../model/errors.ts";

export interface OwnSignature extends Omit<SignatureRules, "now"> {
  text: string;
  signature: string;
  namespace: SignatureNamespace;
  /** Who it is to be by. */
  name: string;
}

/** Verifies a signature that was just made, before anything is written: an InputError says why it would not count. */
export async function assertSigned({ text, signature, namespace, name, ...rules }: OwnSignature): Promise<Signer> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-signature-"));
  try {
    const file = join(folder, "signature");
    writeFileSync(file, signature);
    const checked = await signatureCheck(text, { ...rules, now: Date.now() })(file, namespace);
    if ("signer" in checked) return checked.signer;
    throw new InputError(`The signature of ${name} would not count: it ${checked.problem}. Nothing was written.`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

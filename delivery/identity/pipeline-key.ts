import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { PipelineKeySettings } from "../../model/gates/change.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { NAMESPACES, type CheckedSignature } from "../approvals/signature.ts";
import { runKeygen } from "../approvals/ssh-keygen.ts";
import { verifySignature } from "../approvals/verify-signature.ts";

export interface PipelineKeyCheck {
  /** Path of the private key that the job has. */
  path: string;
  projectDir: string;
  /** What is signed: another text for every release. */
  text: string;
  /** Unix time in milliseconds at which the key must be valid. */
  now: number;
}

/** Has the job's key sign a text, and finds out whose it is by the signers file. Throws an InputError where either cannot be read. */
export async function provePipelineKey(
  { signers }: PipelineKeySettings,
  { path, projectDir, text, now }: PipelineKeyCheck,
): Promise<CheckedSignature> {
  const known = resolve(projectDir, signers);
  for (const file of [path, known]) readTextFile(file);
  const signed = await runKeygen(["-Y", "sign", "-f", path, "-n", NAMESPACES.pipeline], { input: text });
  const name = "TIDEGATE_PIPELINE_KEY";
  if (!signed.ok) return { file: name, problem: `cannot sign (${signed.said.join("; ")})` };
  const folder = mkdtempSync(join(tmpdir(), "tidegate-pipeline-"));
  try {
    const file = join(folder, "proof.sig");
    writeFileSync(file, signed.stdout);
    return await verifySignature({
      file,
      name,
      text,
      namespace: NAMESPACES.pipeline,
      signers: known,
      revoked: null,
      now,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

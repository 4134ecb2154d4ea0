import type { StackRef } from "../../engine/engine.ts";
import { findPulumi } from "../../engine/pulumi/find-pulumi.ts";
import { enginesOf, selectEngine } from "../../engine/select.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import type { DoctorCheck } from "../../setup/doctor.ts";
import { fileProblems } from "../config/file-problems.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { look } from "./look.ts";

/**
 * What an `up` of a stack needs: a sound file, the right passphrase, and where it runs all that its platform asks for. Changes nothing.
 * What can only be looked at after something else is `unknown`.
 */
export async function checkStack(ref: StackRef): Promise<DoctorCheck[]> {
  const platform = await openPlatform(ref);
  const file = checkFile(ref);
  const [passphrase, ofPlatform] = await Promise.all([
    look("passphrase", () => checkPassphrase(ref)),
    platform.doctor(),
  ]);
  return [file, passphrase, ...ofPlatform];
}

function checkFile({ projectDir, stack }: StackRef): DoctorCheck {
  const path = `${projectDir}/Pulumi.${stack}.yaml`;
  const problems = fileProblems(readTextFile(path), path);
  return problems.length === 0
    ? { name: "stack file", state: "ok", detail: `Pulumi.${stack}.yaml` }
    : { name: "stack file", state: "missing", detail: problems.join("\n         ") };
}

async function checkPassphrase(ref: StackRef): Promise<string> {
  const engine = await selectEngine({ stack: ref.stack }, enginesOf(ref, findPulumi()));
  await engine.assertPassphrase();
  return "opens all that is sealed";
}

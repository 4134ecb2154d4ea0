import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import type { Decision } from "../../delivery/release/decision.ts";
import { readStackFile } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { LedgerHead } from "../../model/ledger-state.ts";
import { canonicalJson } from "../../model/release.ts";
import { InputError } from "../../model/errors.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { askGit } from "../project/ask-git.ts";

const run = promisify(execFile);

/** What git is in the middle of while one of these lies in its folder: a commit of ours would become a part of it. */
const UNFINISHED: Readonly<Record<string, string>> = {
  MERGE_HEAD: "a merge",
  CHERRY_PICK_HEAD: "a cherry-pick",
  REVERT_HEAD: "a revert",
  "rebase-merge": "a rebase",
  "rebase-apply": "a rebase",
};

/**
 * Throws an InputError where the stack's file could not be committed alone after a release: no repository, a merge that is not
 * done, a file that git does not know, or one that has changes which are not the release's.
 */
export async function assertCommittable(ref: StackRef, before: string): Promise<void> {
  const file = fileName(ref);
  const folder = await askGit(ref.projectDir, "rev-parse", "--git-dir");
  if (folder === undefined) throw new InputError(`--commit: ${ref.projectDir} is in no git repository. Leave it out.`);
  const gitDir = resolve(ref.projectDir, folder.trim());
  for (const [name, what] of Object.entries(UNFINISHED)) {
    if (!existsSync(join(gitDir, name))) continue;
    throw new InputError(`--commit: ${ref.projectDir} is in the middle of ${what}. Finish or abort it first.`);
  }
  const committed = await askGit(ref.projectDir, "show", `HEAD:./${file}`);
  if (committed === undefined) {
    throw new InputError(
      `--commit: ${file} is in no commit yet. Commit it first, so that the release's change is seen.`,
    );
  }
  if (committed === before) return;
  throw new InputError(`--commit: ${file} has changes that are not committed. Commit them first, or put them back.`);
}

/**
 * Commits the stack's file, and nothing else that may be staged; `head` is the ledger's last entry, where it is known. Does nothing where it is committed already. Throws an InputError
 * where somebody has changed it meanwhile, and where git refuses.
 */
export async function commitFile(ref: StackRef, decision: Decision, head: LedgerHead | null): Promise<void> {
  const file = fileName(ref);
  const { source } = readStackFile(ref);
  if ((await askGit(ref.projectDir, "show", `HEAD:./${file}`)) === source) return;
  const left = `${decision.service}: ${decision.version} serves, but ${file} is not committed`;
  if (configIn(source) !== configIn(decision.file.after)) {
    throw new InputError(`${left}: it holds other changes as well. Commit it yourself.`);
  }
  try {
    await run("git", ["commit", "--quiet", "--only", "--message", messageOf(ref, decision, head), "--", file], {
      cwd: ref.projectDir,
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw new InputError(`${left}: ${said || "git commit failed"}. Commit it yourself.`, { cause: error });
  }
}

/** Subject, and trailers that `git log --format='%(trailers)'` finds again. */
function messageOf(
  { stack }: Pick<StackRef, "stack">,
  { service, version, image, to }: Decision,
  head: LedgerHead | null,
): string {
  return [
    `Release ${service} ${version} to ${stack}`,
    "",
    `Tidegate-Service: ${service}`,
    `Tidegate-Version: ${version}`,
    `Tidegate-Digest: ${parseImageReference(image)?.digest ?? image}`,
    `Tidegate-Stack: ${stack}`,
    `Tidegate-Color: ${to}`,
    ...(head === null ? [] : [`Tidegate-Ledger: ${head.number}:${head.hash}`]),
  ].join("\n");
}

/** What an engine adds to the file beside its config, such as a salt, is committed along. */
function configIn(text: string): string {
  const file = parse(text) as { config?: unknown } | null; // the release has been read from it
  return canonicalJson(file?.config ?? null);
}

function fileName({ stack }: StackRef): string {
  return `Pulumi.${stack}.yaml`;
}

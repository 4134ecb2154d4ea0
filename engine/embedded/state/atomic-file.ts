import { type FileHandle, link, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { failPoint } from "../../../model/fail-point.ts";
import { InputError } from "../../../model/errors.ts";

/**
 * Replaces the file at `path` so that after a crash at any moment it holds either the old text or the new one; with
 * `backup`, the old one stays in `<path>.bak`. Throws an InputError when the disk is full or not writable: the old file
 * is then untouched.
 */
export async function writeFileAtomically(
  path: string,
  text: string,
  options: { backup: boolean; mode: number },
): Promise<void> {
  const temporary = options.backup ? `${path}.tmp` : `${path}.${process.pid}.tmp`; // a backed up file has one writer
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeSynced(temporary, text, options.mode);
    failPoint("engine:before-rename");
    if (options.backup) await keepBackup(path);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw explainDiskError(error, path);
  }
}

async function writeSynced(path: string, text: string, mode: number): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "w", mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file?.close();
  }
}

/** A second name for the old file, put in place by rename, so that there is a backup at every moment. */
async function keepBackup(path: string): Promise<void> {
  const temporary = `${path}.bak.tmp`;
  try {
    await rm(temporary, { force: true });
    await link(path, temporary);
    await rename(temporary, `${path}.bak`);
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error; // nothing to back up yet
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "it may not be written",
  EPERM: "it may not be written",
  EROFS: "the disk is read-only",
};

/** The error with a sentence for the user where the disk is to blame; itself otherwise. */
export function explainDiskError(error: unknown, path: string): unknown {
  const reason = REASONS[codeOf(error) ?? ""];
  if (reason === undefined) return error;
  return new InputError(
    `${path}: cannot be written, ${reason}. What it held before is intact. Make room or mend the rights, and run again.`,
    { cause: error },
  );
}

export function isCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

import { dirname, sep } from "node:path";
import { InputError } from "./errors.ts";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user may not use it",
  EPERM: "this user may not use it",
  ENOENT: "it is not there",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder, and must be a file",
  EEXIST: "something else is in its place",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
};

/**
 * The error in words of a user's, where the system refused a file: its rights, its place or the disk are theirs to mend.
 * Undefined for any other, and for a file of tidegate's own that should be there. `asked` is the file that was asked for;
 * where a folder is read as a file, the error does not name it.
 */
export function explainSystemError(error: unknown, asked?: string): InputError | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const reason = REASONS[String(error.code)];
  const path = pathOf(error) ?? asked;
  if (reason === undefined || path === undefined || isOurs(path)) return undefined;
  return new InputError(
    `${path}: cannot be ${verbOf(error)}, ${reason} (${String(error.code)}). Mend that for ${userText()} and run again.`,
    { cause: error },
  );
}

/** The file that was being made where there are two. */
function pathOf(error: Error): string | undefined {
  const path =
    "dest" in error && typeof error.dest === "string" ? error.dest : "path" in error ? error.path : undefined;
  return typeof path === "string" && path !== "" ? path : undefined;
}

const READING = ["access", "lstat", "opendir", "read", "readlink", "realpath", "scandir", "stat"];

/** `open` does both, and does not say which. */
function verbOf(error: Error): string {
  const call = "syscall" in error ? String(error.syscall) : "";
  if (call === "open") return "opened";
  return READING.includes(call) ? "read" : "written";
}

function userText(): string {
  const uid = process.getuid?.();
  return uid === undefined ? "this user" : `user ${uid}`;
}

const PACKAGE = dirname(import.meta.dirname);

/** Code of this package. A stack's file may lie beside it. */
function isOurs(path: string): boolean {
  return path.startsWith(PACKAGE + sep) && /\.[cm]?[jt]s$/.test(path);
}

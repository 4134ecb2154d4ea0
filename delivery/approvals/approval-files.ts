import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Which release a request is for. */
export interface ApprovalPlace {
  projectDir: string;
  stack: string;
  service: string;
  version: string;
}

/** What a project has about one release, by path; null what is not there. */
export interface ApprovalFiles {
  request: string | null;
  requested: string | null;
  approvals: readonly string[];
}

/** Folder of a release's request and signatures, relative to the project. */
export function approvalFolder({ stack, service, version }: Omit<ApprovalPlace, "projectDir">): string {
  return join("approvals", stack, service, version);
}

export const REQUEST_FILE = "request.json";
/** The requester's signature. */
export const REQUEST_SIGNATURE = "request.sig";

/** The file of a person's approval. Only a name for people: whose it is, its signature says. */
export function approvalFile(person: string): string {
  return `approved-${person.replaceAll(/[^\w.@+-]/g, "_")}.sig`;
}

export function listApprovalFiles(place: ApprovalPlace): ApprovalFiles {
  const folder = join(place.projectDir, approvalFolder(place));
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  const path = (name: string) => (names.includes(name) ? join(folder, name) : null);
  return {
    request: path(REQUEST_FILE),
    requested: path(REQUEST_SIGNATURE),
    approvals: names.filter((name) => /^approved-.*\.sig$/.test(name)).map((name) => join(folder, name)),
  };
}

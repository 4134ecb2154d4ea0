import type { StackId } from "../../../model/names.ts";

/** Where in its bucket a stack keeps what it has to remember. */
export function objectPrefix({ project, stack }: StackId): string {
  return `${project}/${stack}/`;
}

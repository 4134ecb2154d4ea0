import { InputError } from "./errors.ts";

/** What the services of a stack run on. */
export const PLATFORMS = ["docker", "aws"] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Throws an InputError for a stack that is not on Docker hosts. */
export function assertOnDocker(platform: unknown, file: string): void {
  if (platform !== "aws") return;
  throw new InputError(
    `${file}: tidegate:platform: is "aws", where there is no container engine to connect to. docs/aws.md says what there is.`,
  );
}

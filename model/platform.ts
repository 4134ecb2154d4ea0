import { InputError } from "./errors.ts";

/** What the services of a stack run on. */
export const PLATFORMS = ["docker", "aws"] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Throws an InputError for a stack that is not on Docker hosts: no command can do anything with it yet. */
export function assertOnDocker(platform: unknown, file: string): void {
  if (platform !== "aws") return;
  throw new InputError(
    `${file}: tidegate:platform: is "aws", of which this command knows nothing yet. The Pulumi CLI brings such a stack up: run ` +
      "`pulumi up`. docs/aws.md says what there is.",
  );
}

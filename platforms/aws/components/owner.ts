import type { Provider } from "@pulumi/aws/provider.js";
import type * as pulumi from "@pulumi/pulumi";
import { TAG } from "../../../model/aws/tags.ts";
import type { StackId } from "../../../model/names.ts";

/** Whose a thing in an account is, and what makes it there. */
export interface Owner {
  id: StackId;
  /** What everything of this environment is tagged with. */
  environmentId: pulumi.Output<string>;
  provider: Provider;
}

export type Tags = Record<string, pulumi.Input<string>>;

/** The tags of a thing of this owner. */
export function tagsOf(
  { id, environmentId }: Owner,
  more: Partial<Record<keyof typeof TAG, pulumi.Input<string>>> = {},
): Tags {
  const told = { environment: environmentId, project: id.project, stack: id.stack, ...more };
  return Object.fromEntries(
    Object.entries(told).map(([key, value]) => [TAG[key as keyof typeof TAG], value]), // TAG's own keys
  );
}

import type * as docker from "@pulumi/docker";
import type { ContainerOptions } from "../model/container-options.ts";
import { sizeBytes } from "../model/size.ts";

/**
 * What a release says of its containers under the provider's own names, as inputs that go over ours; the user is ours to
 * set. Capabilities are written as the engine reports them, or every second `up` would show a change.
 */
export function containerOptions({
  user: _user,
  shmSize,
  capabilities,
  ...options
}: ContainerOptions = {}): Partial<docker.ContainerArgs> {
  return {
    ...options,
    ...(shmSize === undefined ? {} : { shmSize: Math.ceil(sizeBytes(shmSize) / 1024 ** 2) }),
    ...(capabilities === undefined
      ? {}
      : {
          capabilities: {
            drops: ["ALL"],
            adds: capabilities.adds.map((name) => `CAP_${name.replace(/^CAP_/, "")}`).toSorted(),
          },
        }),
  };
}

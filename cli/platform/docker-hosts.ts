import type { StackHost } from "../../model/hosts.ts";
import { DockerPlatform } from "./docker-platform.ts";
import type { StackPlatform } from "./platform.ts";

/** The hosts of a stack, for what only a container engine of its own can do. */
export function dockerHosts(platform: StackPlatform): readonly StackHost[] {
  if (platform instanceof DockerPlatform) return platform.hosts;
  throw new Error(`${platform.address} has no engine of its own`); // such a stack is refused before
}

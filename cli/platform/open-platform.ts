import type { StackRef } from "../../engine/engine.ts";
import { readHosts } from "../project/read-host.ts";
import { DockerPlatform } from "./docker-platform.ts";
import type { StackPlatform } from "./platform.ts";

/** Where a stack runs, as its file says; the one place that tells. Throws an InputError where that cannot be read. */
export async function openPlatform(ref: StackRef): Promise<StackPlatform> {
  return Promise.resolve(new DockerPlatform(ref, readHosts(ref)));
}

import type { StackRef } from "../../engine/engine.ts";
import { readAws } from "../project/read-aws.ts";
import { readHosts } from "../project/read-host.ts";
import { DockerPlatform } from "./docker-platform.ts";
import type { StackPlatform } from "./platform.ts";

/** Where a stack runs, as its file says; the one place that tells. Throws an InputError where that cannot be read. */
export async function openPlatform(ref: StackRef): Promise<StackPlatform> {
  const aws = readAws(ref);
  if (aws === null) return new DockerPlatform(ref, readHosts(ref));
  const { AwsPlatform } = await import("./aws-platform.ts"); // nobody needs its packages for Docker hosts
  return new AwsPlatform(ref, aws);
}

import type { Platform } from "../../model/platform.ts";

/** What a status calls what every platform has. */
export interface PlatformWords {
  /** What stands before the replicas. */
  edge: string;
  /** What says where traffic goes. */
  router: string;
  place: string;
  /** What replicas run as. */
  containers: string;
}

export const PLATFORM_WORDS: Readonly<Record<Platform, PlatformWords>> = {
  docker: { edge: "edge", router: "the running proxy", place: "on the host", containers: "containers" },
  aws: { edge: "load balancer", router: "its rule", place: "in the account", containers: "tasks" },
};

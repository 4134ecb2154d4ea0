import { LOCAL_HOST } from "../../docker/connect.ts";
import { InputError } from "../../model/errors.ts";
import { onlyHost } from "../../model/hosts.ts";
import { parseAll } from "../../model/problems.ts";
import { hostSchema } from "../../model/stack-config.ts";
import { findStack } from "../project/find-project.ts";
import { readHosts } from "../project/read-host.ts";

export interface EdgeImageOptions {
  cwd: string;
  /** Build on the host of this stack. */
  stack?: string;
  /** Build on this engine. */
  host?: string;
  json: boolean;
}

/** The engine that is to build: the one named, a stack's, or this machine's. */
export function engineAddress({ cwd, stack, host }: EdgeImageOptions): string {
  if (stack !== undefined && host !== undefined) {
    throw new InputError("--host: says the same as `--stack`, and another thing maybe. Give one of them.");
  }
  if (stack !== undefined) return onlyHost(readHosts(findStack(cwd, stack)), "building the edge's image").address;
  return parseAll(hostSchema, host ?? LOCAL_HOST, { path: "--host" });
}

import { LOCAL_HOST } from "../../docker/connect.ts";
import { InputError } from "../../model/errors.ts";
import { onlyHost } from "../../model/hosts.ts";
import { parseAll } from "../../model/problems.ts";
import { hostSchema } from "../../model/stack-config.ts";
import { hostsFor } from "../platform/hosts-for.ts";
import { findStack } from "../project/find-project.ts";
import type { OwnImage } from "./own-images.ts";

export interface OwnImageOptions {
  cwd: string;
  /** Build on the host of this stack. */
  stack?: string;
  /** Build on this engine. */
  host?: string;
  json: boolean;
}

/** The engine that is to build: the one named, a stack's, or this machine's. */
export function engineAddress({ name }: OwnImage, { cwd, stack, host }: OwnImageOptions): string {
  if (stack !== undefined && host !== undefined) {
    throw new InputError("--host: says the same as `--stack`, and another thing maybe. Give one of them.");
  }
  if (stack !== undefined)
    return onlyHost(hostsFor("edge", findStack(cwd, stack)), `building the ${name}'s image`).address;
  return parseAll(hostSchema, host ?? LOCAL_HOST, { path: "--host" });
}

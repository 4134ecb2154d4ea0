import { readValue } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import type { StackHost } from "../../model/hosts.ts";
import { readHosts } from "../project/read-host.ts";
import { INSTEAD, type HostCommand } from "./host-commands.ts";

/** A stack's Docker hosts. Throws an InputError for one on AWS, which says what to use instead. */
export function hostsFor(command: HostCommand, ref: StackRef): StackHost[] {
  assertHasHosts(command, ref);
  return readHosts(ref);
}

/** Throws an InputError for a stack on AWS, which says what to use instead. */
export function assertHasHosts(command: HostCommand, ref: StackRef): void {
  if (readValue(ref, "tidegate:platform") !== "aws") return;
  throw new InputError(`${command}: is for Docker hosts, and ${ref.stack} is on AWS. ${INSTEAD[command]}`);
}

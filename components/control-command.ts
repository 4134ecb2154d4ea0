import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type * as pulumi from "@pulumi/pulumi";
import type { DeliveryVerb } from "../delivery/control/run.ts";
import { isVerb, type Verb } from "../edge/tasks.ts";
import type { Environment, EnvironmentHost } from "./environment.ts";

/** All that a command is made of: where these are ignored it stays what it was. */
export const COMMAND_INPUTS = ["create", "update", "environment", "logging"];

/**
 * The command line that runs a verb of the edge's control, or of delivery. The Command provider starts it in the program's folder, and
 * compares the text with the state's: hence a relative path, without anything that differs between two checkouts.
 */
export function controlCommand(verb: Verb | DeliveryVerb): string {
  const control = isVerb(verb) ? "../edge/control/main.js" : "../delivery/control/main.js";
  return nodeCommand(new URL(control, import.meta.url), verb);
}

/** The same for the control at `main`, whatever it is of. */
export function nodeCommand(main: URL, verb: string): string {
  const path = relative(process.cwd(), fileURLToPath(main));
  return `node ${quote(path)} ${verb}`;
}

/** Variables that every verb gets on a host. One variable a value, so that a preview shows what changes. */
export function controlEnvironment(
  environment: Environment,
  host: EnvironmentHost,
): Record<string, pulumi.Input<string>> {
  return {
    TIDEGATE_HOST: host.address,
    TIDEGATE_PROJECT: environment.id.project,
    TIDEGATE_STACK: environment.id.stack,
    TIDEGATE_ENVIRONMENT: environment.environmentId,
  };
}

function quote(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

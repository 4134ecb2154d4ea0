import type { PackageFactory } from "../../provider.ts";
import { localCommand, localCommandTable } from "./local-command.ts";

/** The package `command`: only commands of this machine, no config. */
export const command: PackageFactory = (_config, context) => [localCommand(context)];

export const commandTables = [localCommandTable];

import type { PackageFactory } from "../provider.ts";
import { command, commandTables } from "./command/index.ts";
import { docker, dockerTables } from "./docker/index.ts";
import { random, randomTables } from "./random/index.ts";
import type { ResourceTable } from "./schema/property.ts";

/** Every package this engine has providers for, by the first part of a type token. */
export const packages: Readonly<Record<string, PackageFactory>> = { command, docker, random };

/** Every supported resource type with its properties: the docs are made from it. */
export const resourceTables: readonly ResourceTable[] = [...dockerTables, ...commandTables, ...randomTables];

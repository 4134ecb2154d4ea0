import type { PackageFactory } from "../../provider.ts";
import { randomId } from "./random-id.ts";
import { randomPassword } from "./random-password.ts";
import { randomPet } from "./random-pet.ts";

const types = [randomId, randomPassword, randomPet];

/** The package `random`: it has no config. */
export const random: PackageFactory = () => types.map(({ provider }) => provider);

export const randomTables = types.map(({ table }) => table);

import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { knownValue } from "./known-value.ts";

/** What tells a stack's things from those of every other, on whatever platform. */
export interface Identity {
  /** What everything of this environment is labelled with. */
  environmentId: pulumi.Output<string>;
  /** The same where it is known already: always but in the first preview of a stack. */
  knownId: string | undefined;
  /** Key for names derived from secret values, so that nobody can guess a value from a name. */
  nameKey: pulumi.Output<string>;
  /** The same where it is known already, as `knownId` is. */
  knownNameKey: string | undefined;
  /** The places that the stack met first, where they are known already. */
  firstMet: Readonly<Record<string, string>> | undefined;
}

/** Makes a stack's identity, which its state keeps from then on. `places` are where it lives: the first ones stay, later ones are ignored. */
export async function openIdentity(places: Readonly<Record<string, string>>): Promise<Identity> {
  const environment = new random.RandomId(
    "environment",
    { byteLength: 8, keepers: places },
    { ignoreChanges: ["keepers"] },
  );
  const nameKey = new random.RandomPassword("name-key", { length: 32, special: false });
  return {
    environmentId: environment.hex,
    knownId: await knownValue(environment.hex),
    nameKey: nameKey.result,
    knownNameKey: await knownValue(nameKey.result),
    firstMet: await knownValue(environment.keepers),
  };
}

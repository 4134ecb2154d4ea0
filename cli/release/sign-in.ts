import { z } from "zod";
import { registryLogin, type RegistryLogin } from "../../docker/images/registry-login.ts";
import { StackFile } from "../../engine/embedded/project/stack-file.ts";
import { Vault } from "../../engine/embedded/project/vault.ts";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import { parseImageReference } from "../../model/image-reference.ts";

const registriesSchema = z.record(z.string(), z.object({ username: z.string(), password: z.string() }));

/** How an image's registry is signed in to: as `tidegate:registries` says, else as `docker login` has kept it. */
export async function signIn(ref: StackRef, image: string): Promise<RegistryLogin> {
  const registry = parseImageReference(image)?.registry;
  return (registry === undefined ? undefined : await declaredLogin(ref, registry)) ?? (await registryLogin(registry));
}

async function declaredLogin(ref: StackRef, registry: string): Promise<RegistryLogin | undefined> {
  try {
    const file = StackFile.load(ref);
    const { values } = file.config(await new Vault(file).openConfig());
    const registries = registriesSchema.safeParse(JSON.parse(values["tidegate:registries"] ?? "{}"));
    const login = registries.data?.[registry];
    return login === undefined ? undefined : { ...login, serveraddress: registry };
  } catch (error) {
    if (error instanceof InputError || error instanceof SyntaxError) return undefined; // sealed otherwise: the run says so
    throw error;
  }
}

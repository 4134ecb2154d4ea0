import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import type { RegistryLogin } from "../images/registry-login.ts";

const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** The `Authorization` of a login with a password; undefined for one without. */
export function basicHeader(login: RegistryLogin): string | undefined {
  if (!("username" in login) || login.username === "") return undefined;
  return `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
}

export interface TokenRequest {
  login: RegistryLogin;
  repository: string;
  signal: AbortSignal;
}

/**
 * The `Authorization` that a registry's token server gives for reading, as the registry's challenge names it:
 * https://distribution.github.io/distribution/spec/auth/token/ and …/oauth/. Throws an InputError where it gives none.
 */
export async function askForToken(
  challenge: string,
  { login, repository, signal }: TokenRequest,
): Promise<string | undefined> {
  const parameters = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  const realm = parameters.get("realm") ?? "";
  if (!URL.canParse(realm)) throw new InputError("the registry names no token server. Ask who runs it.");
  const service = parameters.get("service") ?? "";
  const scope = parameters.get("scope") ?? `repository:${repository}:pull`;
  const answer = await ask(realm, { service, scope }, login, signal);
  const { token, access_token: accessToken } = tokenSchema.safeParse(answer).data ?? {};
  const found = token ?? accessToken;
  if (found === undefined)
    throw new InputError(`${new URL(realm).host} gives no token to read ${repository}. Sign in with \`docker login\`.`);
  return `Bearer ${found}`;
}

/** With the identity token of a login by OAuth, else with its name and password, else as nobody. */
async function ask(
  realm: string,
  question: { service: string; scope: string },
  login: RegistryLogin,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    if ("identitytoken" in login) {
      const form = {
        grant_type: "refresh_token",
        client_id: "tidegate",
        refresh_token: login.identitytoken,
        ...question,
      };
      const answer = await fetch(realm, { method: "POST", body: new URLSearchParams(form), signal });
      return await answer.json();
    }
    const url = new URL(realm);
    for (const [key, value] of Object.entries(question)) if (value !== "") url.searchParams.set(key, value);
    const authorization = basicHeader(login);
    const answer = await fetch(url, { headers: authorization === undefined ? {} : { authorization }, signal });
    return await answer.json();
  } catch (cause) {
    throw new InputError(`the token server ${new URL(realm).host} does not answer as one. Run again later.`, { cause });
  }
}

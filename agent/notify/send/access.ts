import { InputError } from "../../../model/errors.ts";
import type { ChannelOf, NotifyChannel } from "../../../model/notify-channel.ts";
import { isSafeUrl } from "../../../model/safe-url.ts";
import type { Access } from "../channels/channel.ts";

/** Values of secrets by their names. */
export type SecretValues = Readonly<Record<string, string>>;

/** The values that a channel is sent with. Throws an InputError where one is missing, or is no address that can be taken. */
export function accessOf(channel: Exclude<NotifyChannel, ChannelOf<"email">>, secrets: SecretValues): Access {
  if (channel.type === "pagerduty") return { url: channel.url, key: secretValue(channel.keySecretName, secrets) };
  const url = secretValue(channel.urlSecretName, secrets);
  if (!isSafeUrl(url)) throw new InputError(`its secret ${channel.urlSecretName} is no https address`);
  const name = "signingSecretName" in channel ? channel.signingSecretName : undefined;
  return { url, key: name === undefined ? undefined : secretValue(name, secrets) };
}

/** Throws an InputError where nobody has put the value in. */
export function secretValue(name: string, secrets: SecretValues): string {
  const value = secrets[name]?.trim();
  if (value === undefined || value === "") throw new InputError(`its secret ${name} has no value`);
  return value;
}

const LONG_ENOUGH = 8;

/** A text without the values of secrets, and without parts of addresses that are secrets: a service may tell them back. */
export function withoutSecrets(text: string, secrets: SecretValues): string {
  const values = Object.values(secrets).flatMap((value) => [value, value.trim(), ...partsOf(value)]);
  return values
    .filter((value) => value !== "")
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, value) => left.replaceAll(value, "***"), text);
}

/** Path and query of an address, and the longer parts of both. */
function partsOf(value: string): string[] {
  const url = URL.parse(value.trim());
  if (url === null) return [];
  const path = url.pathname + url.search;
  return [path, ...path.split(/[/?&=]/)].filter((part) => part.length >= LONG_ENOUGH);
}

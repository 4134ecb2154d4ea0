/** Where a stack's config must hold a secret, and where a secret would end up in clear in the state. */
export type SecretPlace = "secret" | "plain" | "either";

const SECRET = [/^tidegate:(?:secrets|certificates)\b/, /^tidegate:registries(?:$|.*[.[]"?password\b)/];

/** What a config key or path of tidegate's takes: `tidegate:secrets.shop.TOKEN` a secret. Keys of others take either. */
export function secretPlace(path: string): SecretPlace {
  if (SECRET.some((pattern) => pattern.test(path))) return "secret";
  if (!path.startsWith("tidegate:") || path.startsWith("tidegate:registries")) return "either";
  return "plain";
}

import type { EngineEvent, PropertyChange } from "../../engine/events.ts";
import { secretSign } from "../../model/secrets/secret-sign.ts";
import { namedTexts } from "../../policy/named-texts.ts";

const MASK = "[secret]";

/**
 * The event without what looks like a secret among the values it shows. Engines have replaced what Pulumi keeps secret; a
 * program that declares one in clear is refused by policy, and its preview must not print it either.
 */
export function concealSecrets(event: EngineEvent): EngineEvent {
  if (!("step" in event) || event.step.changes.length === 0) return event;
  return { ...event, step: { ...event.step, changes: event.step.changes.map(concealChange) } };
}

function concealChange(change: PropertyChange): PropertyChange {
  const path = dotted(change.path);
  return {
    ...change,
    ...("old" in change ? { old: conceal(change.old, path) } : {}),
    ...("new" in change ? { new: conceal(change.new, path) } : {}),
  };
}

/** The value with every text replaced in which `no-plaintext-secret` would see a secret. */
function conceal(value: unknown, path: string): unknown {
  const secret = namedTexts({ [path]: value }).filter(({ text, name }) => secretSign(text, name) !== undefined);
  return secret.length === 0 ? value : maskAt(value, path, new Set(secret.map(({ input }) => input)));
}

function maskAt(value: unknown, path: string, secret: ReadonlySet<string>): unknown {
  if (typeof value !== "object" || value === null) return secret.has(path) ? MASK : value;
  const inner = Object.entries(value).map(([key, each]) => [key, maskAt(each, `${path}.${key}`, secret)] as const);
  return Array.isArray(value) ? inner.map(([, each]) => each) : Object.fromEntries(inner);
}

/** `a.b[0]["c"]` as `a.b.0.c`. */
function dotted(path: string): string {
  return path.replaceAll(/\["([^"]*)"\]/g, ".$1").replaceAll(/\[(\d+)\]/g, ".$1");
}

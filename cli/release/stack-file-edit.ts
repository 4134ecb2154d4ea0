import { isDeepStrictEqual } from "node:util";
import {
  readInText,
  readStackFile,
  removeFromText,
  setInText,
  type ConfigEdit,
} from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { Decision } from "../../delivery/release/decision.ts";

type Target = Pick<Decision, "service" | "to" | "version" | "image">;

/** The text of a stack's file with the release in it: the color's version and image, and where traffic goes. */
export function declareIn(ref: StackRef, source: string, target: Target): string {
  return Object.entries(valuesOf(target)).reduce((text, [key, value]) => setInText(ref, text, key, value), source);
}

/** The stack's file as it is now, and with the release in it. */
export function releaseEdit(ref: StackRef, target: Target): ConfigEdit {
  const { path, source } = readStackFile(ref);
  return { path, before: source, after: declareIn(ref, source, target) };
}

/**
 * The text of a stack's file without the release. What somebody has changed since the release was declared stays: then only
 * values that are still the release's go back to what they were.
 */
export function takeBack(ref: StackRef, current: string, decision: Decision): string {
  const { before, after } = decision.file;
  if (current === after || current === before) return before;
  return Object.keys(valuesOf(decision)).reduce((text, key) => {
    const [was, ours, now] = [before, after, text].map((source) => readInText(ref, source, key));
    if (!isDeepStrictEqual(now, ours) || isDeepStrictEqual(was, ours)) return text;
    if (was === undefined) return removeFromText(ref, text, key);
    return typeof was === "string" || typeof was === "number" ? setInText(ref, text, key, was) : text;
  }, current);
}

function valuesOf({ service, to, version, image }: Target): Record<string, string> {
  const place = `tidegate:services["${service}"]`;
  return {
    [`${place}.${to}.version`]: version,
    [`${place}.${to}.image`]: image,
    [`${place}.activeColor`]: to,
  };
}

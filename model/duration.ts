import { z } from "zod";

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

/** Reads `"250ms"`, `"30s"`, `"1.5m"` or `"2h"` into whole milliseconds; undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const unit = match[2] as keyof typeof UNIT_MS; // the expression allows no other unit
  return Math.round(Number(match[1]) * UNIT_MS[unit]);
}

/** Writes milliseconds in the largest unit that keeps them whole: 30000 becomes `"30s"`. */
export function renderDuration(ms: number): string {
  if (ms !== 0 && ms % UNIT_MS.h === 0) return `${ms / UNIT_MS.h}h`;
  if (ms !== 0 && ms % UNIT_MS.m === 0) return `${ms / UNIT_MS.m}m`;
  if (ms % UNIT_MS.s === 0) return `${ms / UNIT_MS.s}s`;
  return `${ms}ms`;
}

/** The same to the nearest second: 121400 becomes `"121s"`. */
export function renderSeconds(ms: number): string {
  return renderDuration(Math.round(ms / 1000) * 1000);
}

/** A duration as users write it, bounded, kept as the text so that a record reads like the config it came from. */
export function durationSchema(bounds: { min: string; max: string }) {
  const minMs = durationMs(bounds.min);
  const maxMs = durationMs(bounds.max);
  return z
    .string()
    .superRefine((text, context) => {
      const ms = parseDurationMs(text);
      if (ms === undefined) {
        context.addIssue({ code: "custom", message: 'must be a duration|Write it like "100ms", "30s" or "5m".' });
      } else if (ms < minMs) {
        context.addIssue({ code: "custom", message: `must be at least ${bounds.min}|Raise it or remove the key.` });
      } else if (ms > maxMs) {
        context.addIssue({ code: "custom", message: `must be at most ${bounds.max}|Lower it or remove the key.` });
      }
    })
    .meta({ title: `duration, ${bounds.min} to ${bounds.max}` });
}

/** Milliseconds of a text that a schema has already accepted; throws on anything else, which would be our bug. */
export function durationMs(text: string): number {
  const ms = parseDurationMs(text);
  if (ms === undefined) throw new Error(`not a duration: ${JSON.stringify(text)}`);
  return ms;
}

/** The same in whole seconds, not less than it. */
export function wholeSeconds(text: string): number {
  return Math.ceil(durationMs(text) / 1000);
}

import { z } from "zod";

const PERCENT = /^(\d+(?:\.\d+)?)%$/;

/** Reads `"5%"` or `"0.5%"` into a ratio, 0 to 1 for up to `"100%"`; undefined for anything else. */
export function parsePercent(text: string): number | undefined {
  const match = PERCENT.exec(text);
  return match === null ? undefined : Number(match[1]) / 100;
}

/** A share as users write it, bounded, kept as text. */
export function percentSchema(bounds: { min: string; max: string }) {
  const [min, max] = [percentRatio(bounds.min), percentRatio(bounds.max)];
  return z
    .string()
    .superRefine((text, context) => {
      const ratio = parsePercent(text);
      if (ratio === undefined) {
        context.addIssue({ code: "custom", message: 'must be a share|Write it like "5%" or "0.5%".' });
      } else if (ratio < min || ratio > max) {
        context.addIssue({
          code: "custom",
          message: `must be between ${bounds.min} and ${bounds.max}|Change it or remove the key.`,
        });
      }
    })
    .meta({ title: `share, ${bounds.min} to ${bounds.max}` });
}

/** Ratio of a text that a schema has already accepted; throws on anything else, which would be our bug. */
export function percentRatio(text: string): number {
  const ratio = parsePercent(text);
  if (ratio === undefined) throw new Error(`not a share: ${JSON.stringify(text)}`);
  return ratio;
}

import { z } from "zod";

const UNIT_BYTES = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;
const SIZE = /^(\d+)(KiB|MiB|GiB)$/;

/** Reads `"256MiB"` into bytes; undefined for anything else. Only binary units, so that no reader has to guess. */
export function parseSizeBytes(text: string): number | undefined {
  const match = SIZE.exec(text);
  if (match === null) return undefined;
  const unit = match[2] as keyof typeof UNIT_BYTES; // the expression allows no other unit
  return Number(match[1]) * UNIT_BYTES[unit];
}

/** A size as users write it, bounded, kept as text. */
export function sizeSchema(bounds: { min: string; max: string }) {
  const min = sizeBytes(bounds.min);
  const max = sizeBytes(bounds.max);
  return z
    .string()
    .superRefine((text, context) => {
      const bytes = parseSizeBytes(text);
      if (bytes === undefined) {
        context.addIssue({ code: "custom", message: 'must be a size|Write it like "64MiB" or "2GiB".' });
      } else if (bytes < min || bytes > max) {
        context.addIssue({
          code: "custom",
          message: `must be between ${bounds.min} and ${bounds.max}|Change it or remove the key.`,
        });
      }
    })
    .meta({ title: `size, ${bounds.min} to ${bounds.max}` });
}

/** Bytes of a text that a schema has already accepted; throws on anything else, which would be our bug. */
export function sizeBytes(text: string): number {
  const bytes = parseSizeBytes(text);
  if (bytes === undefined) throw new Error(`not a size: ${JSON.stringify(text)}`);
  return bytes;
}

import { z } from "zod";

/** What a rule of a guard came to at one look, in words and figures that need no source beside them. */
export const guardVerdictSchema = z.strictObject({
  /** Name of the rule, such as `errors`, or `promql.orders`. */
  rule: z.string(),
  /** What the color was judged against; `other` compares the two. */
  against: z.enum(["other", "absolute"]),
  outcome: z.enum(["pass", "fail", "inconclusive"]),
  /**
   * Why it is inconclusive: no or too few data, figures that chance may explain, or two colors of which the other is as bad. Null where
   * it is not.
   */
  because: z.enum(["missing", "unsure", "both-bad"]).nullable(),
  /** What was asked, with its settings. */
  query: z.string(),
  /** What the figures are about: so many milliseconds up to the last reading; 0 where there is none. */
  windowMs: z.int(),
  /** Answers of each color in that window; replicas for `failedChecks` and `flapping`, answers of Prometheus for `promql`. */
  samples: z.strictObject({ active: z.int(), stable: z.int() }),
  /** What was found, and from where on it is too much, or too little. Null where it cannot be told, or has no end. */
  value: z.number().nullable(),
  limit: z.number().nullable(),
  /** Of value and limit: a share from 0 to 1, milliseconds, a number of replicas, or a number that only its query explains. */
  unit: z.enum(["ratio", "ms", "replicas", "number"]),
  /** One sentence that says what was found. */
  text: z.string(),
});

export type GuardVerdict = z.infer<typeof guardVerdictSchema>;

import { z } from "zod";
import { durationSchema } from "./duration.ts";
import { httpPath } from "./http-request.ts";
import { percentSchema } from "./percent.ts";
import { promqlRulesSchema } from "./promql-rules.ts";

const against = z
  .enum(["both", "other", "absolute"])
  .default("both")
  .describe(
    "What the color is judged against: the other color, as long as both get traffic, the limit `above`, or both of them.",
  );

const sustained = durationSchema({ min: "10s", max: "30m" })
  .default("2m")
  .describe("How long it must have been above `above`.");

const factor = z
  .number()
  .min(1)
  .max(100)
  .default(1.5)
  .describe("Against the other color: so many times what the other one has is not yet worse.");

function minSamples(count: number) {
  return z
    .int()
    .min(20)
    .max(1_000_000)
    .default(count)
    .describe(
      "Answers of each color that is judged without which nothing passes. What is surely worse fails with fewer.",
    );
}

const errorsSchema = z.strictObject({
  against,
  above: percentSchema({ min: "0.01%", max: "99%" })
    .default("5%")
    .describe("Share of answers 500 to 599 that is too much, whatever the other color has."),
  for: sustained,
  factor,
  margin: percentSchema({ min: "0%", max: "99%" })
    .default("0.5%")
    .describe("Against the other color: so many percentage points more are not yet worse."),
  minSamples: minSamples(300),
});

function latencySchema(samples: number) {
  return z
    .strictObject({
      against,
      above: durationSchema({ min: "1ms", max: "30s" })
        .optional()
        .describe("Time that is too long, whatever the other color takes. No limit when left out."),
      for: sustained,
      factor,
      margin: durationSchema({ min: "0ms", max: "30s" })
        .default("10ms")
        .describe("Against the other color: so much more time is not yet worse."),
      minSamples: minSamples(samples),
    })
    .superRefine(({ against, above }, context) => {
      if (against !== "absolute" || above !== undefined) return;
      const message = "must be given, because `against` is absolute|Add a time, or judge against the other color.";
      context.addIssue({ code: "custom", path: ["above"], input: above, message });
    });
}

const failedChecksSchema = z.strictObject({
  replicas: z.int().min(1).max(100).default(1).describe("Replicas that must be down at the same time."),
  for: durationSchema({ min: "0s", max: "30m" }).default("5s").describe("How long each of them must have been down."),
});

const flappingSchema = z.strictObject({
  times: z.int().min(2).max(20).default(3).describe("How often one replica must have gone down and come up again."),
  within: durationSchema({ min: "10s", max: "30m" }).default("5m").describe("Within how long."),
});

const smokeRuleSchema = z.strictObject({
  every: durationSchema({ min: "10s", max: "5m" }).default("1m").describe("Time between two rounds of requests."),
  failures: z.int().min(1).max(5).default(2).describe("How many rounds in a row must go wrong."),
});

/** The rules, by their name; those that are not null are judged. */
const rules = {
  errors: errorsSchema
    .nullable()
    .prefault({})
    .describe(
      "Share of answers 500 to 599, failed connections included. Judged by its defaults when left out; null: not at all.",
    ),
  p95: latencySchema(300)
    .nullable()
    .optional()
    .describe("Time within which 95 % of the answers come. Judged where it is declared."),
  p99: latencySchema(1_000)
    .nullable()
    .optional()
    .describe("Time within which 99 % of the answers come. Judged where it is declared."),
  failedChecks: failedChecksSchema
    .nullable()
    .prefault({})
    .describe(
      "Replicas that the proxy has taken out after three failed health checks in a row. Judged by its defaults when left out; null: not at all.",
    ),
  smoke: smokeRuleSchema
    .optional()
    .describe(
      "Sends those smoke requests of the release again that change nothing and need no secret. Not sent when left out.",
    ),
  promql: promqlRulesSchema
    .optional()
    .describe("Questions to the Prometheus of `tidegate:prometheus`, by a name of your choice, each with its limit."),
  flapping: flappingSchema
    .nullable()
    .prefault({})
    .describe(
      "Replicas that go down and come up again and again, each time too shortly for `failedChecks`. Judged by its defaults when left out; null: not at all.",
    ),
};

const syntheticSchema = z.strictObject({
  path: httpPath.describe("Path that is asked for by GET; of this service, and one that changes nothing."),
  every: durationSchema({ min: "1s", max: "1m" }).default("2s").describe("Time between two requests to a color."),
});

/** What is watched of a color that gets traffic, and what comes of it: the rules which the agent judges. */
export const guardSchema = z
  .strictObject({
    ...rules,
    synthetic: syntheticSchema
      .optional()
      .describe(
        "Requests that the agent sends to a color for as long as it has answered too few for a verdict. None when left out.",
      ),
    warmUp: durationSchema({ min: "0s", max: "30m" })
      .default("30s")
      .describe("How long after its first traffic answers of the color are not counted."),
    for: durationSchema({ min: "0s", max: "24h" })
      .default("15m")
      .describe("How long the color is watched once it has all traffic."),
    onInconclusive: z
      .enum(["hold", "back", "go-on"])
      .default("hold")
      .describe(
        "What is done when a rule can say neither yes nor no: wait, go back, or go on. Where data is missing `go-on` waits as well, and " +
          "where both colors are bad each of them does.",
      ),
  })
  .superRefine((guard, context) => {
    if (RULES.some((rule) => guard[rule] != null)) return;
    const message = "must have a rule|Declare one, or remove `guard`.";
    context.addIssue({ code: "custom", message, input: guard });
  });

export const RULES = Object.keys(rules) as RuleName[]; // its own keys

export type RuleName = keyof typeof rules;
export type Guard = z.infer<typeof guardSchema>;
/** What a user may write: defaults may be left out. */
export type GuardInput = z.input<typeof guardSchema>;
export type ErrorsRule = z.infer<typeof errorsSchema>;
export type LatencyRule = z.infer<ReturnType<typeof latencySchema>>;
export type SyntheticRequests = z.infer<typeof syntheticSchema>;
export type SmokeRule = z.infer<typeof smokeRuleSchema>;
export type FailedChecksRule = z.infer<typeof failedChecksSchema>;
export type FlappingRule = z.infer<typeof flappingSchema>;

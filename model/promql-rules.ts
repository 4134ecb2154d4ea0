import { z } from "zod";
import { durationSchema } from "./duration.ts";
import { fillIn, placeholdersIn } from "./placeholders.ts";
import { shortNameSchema } from "./short-name.ts";

/** What a query may be filled with: `{{color}}` is the color that is judged, `{{version}}` its version. */
const PLACEHOLDERS = ["project", "stack", "service", "color", "version"] as const;

export type QueryValues = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

/** As many as may stand in one entry of the ledger. */
const MOST_RULES = 10;

/** A question to Prometheus, and which answers are bad. */
const promqlRuleSchema = z
  .strictObject({
    query: z
      .string()
      .min(1)
      .max(2000)
      .describe(
        `PromQL that gives one number. ${PLACEHOLDERS.map((name) => `\`{{${name}}}\``).join(", ")} are filled in, of the color ` +
          "that is judged.",
      ),
    above: z.number().optional().describe("Limit that the number must not be above."),
    below: z.number().optional().describe("Limit that the number must not be below, instead of `above`."),
    for: durationSchema({ min: "0s", max: "30m" })
      .default("2m")
      .describe("How long it must have been beyond the limit without a break."),
  })
  .superRefine(({ query, above, below }, context) => {
    const refuse = (key: string, input: unknown, message: string) =>
      context.addIssue({ code: "custom", path: [key], input, message });
    if (above === undefined && below === undefined) {
      refuse("above", undefined, "must be given, or `below`|Say which numbers are bad.");
    }
    if (above !== undefined && below !== undefined) refuse("below", below, "is a limit too many|Keep it, or `above`.");
    for (const { kind, name } of placeholdersIn(query)) {
      if (kind === "captured" && isKnown(name)) continue;
      const written = kind === "secret" ? `secret:${name}` : name;
      refuse("query", query, `wants \`{{${written}}}\`, which nobody fills in|Use ${PLACEHOLDERS.join(", ")}.`);
    }
  });

/** All that a guard wants to know of Prometheus, by names of the user's choice. */
export const promqlRulesSchema = z.record(shortNameSchema("a name"), promqlRuleSchema).superRefine((rules, context) => {
  const count = Object.keys(rules).length;
  if (count > 0 && count <= MOST_RULES) return;
  const remedy = count === 0 ? "Add one, or remove `promql`." : "Take some off.";
  context.addIssue({ code: "custom", message: `must have 1 to ${MOST_RULES} rules|${remedy}`, input: rules });
});

export type PromqlRule = z.infer<typeof promqlRuleSchema>;

/** Whether a query gives one number for each color, so that both can be asked for. */
export function speaksOfColor(query: string): boolean {
  return placeholdersIn(query).some(({ name }) => name === "color" || name === "version");
}

/** The query as it is put. No value can end a string of PromQL: names and versions have neither quotes nor backslashes. */
export function fillQuery(query: string, values: QueryValues): string {
  return fillIn(query, ({ name }) => (isKnown(name) ? values[name] : ""));
}

function isKnown(name: string): name is keyof QueryValues {
  return PLACEHOLDERS.some((known) => known === name);
}

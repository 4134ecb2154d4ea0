import { z } from "zod";
import { healthSchema, releaseSettingsSchema } from "../../model/release.ts";
import { imageReferenceSchema } from "../../model/image-reference.ts";
import { tryParse } from "../../model/problems.ts";
import { serviceNameSchema } from "../../model/service.ts";
import { TIERS } from "../../model/tier.ts";

/** What a first stack file says of a service, and of how strictly it is judged. */
export const answersSchema = z.strictObject({
  image: imageReferenceSchema,
  name: serviceNameSchema,
  port: releaseSettingsSchema.shape.port.unwrap(),
  path: healthSchema.shape.path.unwrap(),
  tier: z.enum(TIERS),
});

export type Answers = z.infer<typeof answersSchema>;
export type AnswerName = keyof Answers;
export const ANSWER_NAMES = ["image", "name", "port", "path", "tier"] as const satisfies readonly AnswerName[];

/** What is wrong with one answer, named like the flag it could have come from; undefined when it will do. */
export function problemOf(name: AnswerName, value: unknown): string | undefined {
  const result = tryParse(answersSchema.shape[name], value, { path: `--${name}` });
  return "problems" in result ? result.problems.join("\n") : undefined;
}

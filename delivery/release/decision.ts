import { z } from "zod";
import { colorSchema } from "../../model/color.ts";
import { releaseStateSchema } from "./next.ts";

/** What was decided of a release, kept until the next one: who is killed is taken up by it. */
export const decisionSchema = z.strictObject({
  format: z.literal(1),
  service: z.string(),
  /** The color that served when it was decided; null before the first release. */
  from: colorSchema.nullable(),
  to: colorSchema,
  version: z.string(),
  /** Reference with its digest. */
  image: z.string(),
  /** ISO 8601. */
  decidedAt: z.string(),
  /** Whether the stack's file is to be committed at the end. */
  commit: z.boolean(),
  /** Text of the stack's file without the release and with it. Secrets in it are sealed, as in the file itself. */
  file: z.strictObject({ before: z.string(), after: z.string() }),
  state: releaseStateSchema,
});

export type Decision = z.infer<typeof decisionSchema>;

/** `shop 1.5.0 to green`. */
export function decisionText({ service, version, to }: Pick<Decision, "service" | "version" | "to">): string {
  return `${service} ${version} to ${to}`;
}

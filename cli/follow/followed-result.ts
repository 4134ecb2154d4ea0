import { z } from "zod";
import { colorSchema } from "../../model/color.ts";
import type { FollowedEnd } from "./follow.ts";
import { RELEASE_ENDS } from "./followed.ts";

/** A release that was followed, in the results of commands. */
export const followedSchema = z.strictObject({
  service: z.string(),
  color: colorSchema.describe("The color that its clients went over to."),
  version: z.string(),
  end: z
    .enum(RELEASE_ENDS)
    .nullable()
    .describe("`removed` with its service; null where it was followed no longer before its end."),
});

export function followedResult({ release, end }: FollowedEnd): z.infer<typeof followedSchema> {
  const { service, to, version } = release;
  return { service, color: to, version, end };
}

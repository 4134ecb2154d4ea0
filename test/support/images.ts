import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { REPOSITORY } from "./repository.ts";

const imageSchema = z.looseObject({ reference: z.string(), digest: z.string() });
const imagesSchema = z.object({ v1: imageSchema, v2: imageSchema, v3: imageSchema, v4: imageSchema });

export type DemoVersion = keyof z.infer<typeof imagesSchema>;

/** What the demo app answers in `X-Version`, by image. */
export const VERSIONS = { v1: "1.0.0", v2: "2.0.0", v3: "3.0.0", v4: "4.0.0" } as const;

/** Reference with digest of a demo image, as set-up recorded it; throws when set-up has not run. */
export function demoImage(version: DemoVersion): string {
  const images = imagesSchema.parse(JSON.parse(readFileSync(join(REPOSITORY, ".tidegate", "images.json"), "utf8")));
  const { reference, digest } = images[version];
  return reference.includes("@") ? reference : `${reference}@${digest}`;
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { REPOSITORY } from "./repository.ts";

/** A made-up text, and whether it is to be taken for a secret. */
export interface CorpusEntry {
  kind: string;
  text: string;
  /** What of it is the secret: the text itself unless there is something around it. */
  value: string;
  /** Of the variable it stands in, where only that gives it away; harmless when left out. */
  name?: string;
  secret: boolean;
}

/** Texts come in parts, so that no scanner of a code host takes the fixtures themselves for leaked secrets. */
const entriesSchema = z.array(
  z
    .strictObject({
      kind: z.string(),
      text: z.union([z.string(), z.array(z.string())]).transform((text) => [text].flat().join("")),
      value: z.string().optional(),
      name: z.string().exactOptional(),
      secret: z.boolean(),
    })
    .transform((entry) => ({ ...entry, value: entry.value ?? entry.text })),
);

export const TRUE_POSITIVES: readonly CorpusEntry[] = load("true-positives.json");
export const FALSE_POSITIVES: readonly CorpusEntry[] = load("false-positives.json");

function load(file: string): CorpusEntry[] {
  return entriesSchema.parse(JSON.parse(readFileSync(join(REPOSITORY, "test", "fixtures", "secrets", file), "utf8")));
}

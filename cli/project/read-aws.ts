import { readValue } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import { awsSchema, type AwsConfig } from "../../model/aws/config.ts";
import { parseAll } from "../../model/problems.ts";

/** What a stack's file says of AWS, read without the passphrase; null for a stack on Docker hosts. Throws a ProblemsError for what is wrong. */
export function readAws(ref: StackRef): AwsConfig | null {
  if (readValue(ref, "tidegate:platform") !== "aws") return null;
  return parseAll(awsSchema, readValue(ref, "tidegate:aws"), { path: "aws" });
}

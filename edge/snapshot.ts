import { readFileSync } from "node:fs";
import { InputError } from "../model/errors.ts";
import type { StackId } from "../model/names.ts";
import { observedSchema, type Observed } from "../model/observed.ts";
import { tryParse } from "../model/problems.ts";

/**
 * Reads what was seen on the hosts earlier, from the output of `tidegate status --json` (its `observed`) or from that part of
 * it alone. Throws an InputError when the file is no such thing, or speaks of another stack.
 */
export function loadSnapshot(file: string, id: StackId): Observed {
  const result = tryParse(observedSchema, unwrap(readJson(file)), { path: "observed" });
  if ("problems" in result) {
    throw new InputError(
      `TIDEGATE_OBSERVED: ${file} is no output of \`tidegate status --json\` of this version.\n${result.problems.join("\n")}`,
    );
  }
  const { project, stack } = result.data;
  if (project === id.project && stack === id.stack) return result.data;
  throw new InputError(
    `TIDEGATE_OBSERVED: ${file} was taken of ${project}-${stack}, not of ${id.project}-${id.stack}. ` +
      `Take it with \`tidegate status -s ${id.stack} --json\`.`,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new InputError(
      `TIDEGATE_OBSERVED: cannot read ${file} (${error instanceof Error ? error.message : String(error)}). ` +
        "Give it the output of `tidegate status --json`.",
      { cause: error },
    );
  }
}

function unwrap(json: unknown): unknown {
  return typeof json === "object" && json !== null && "observed" in json ? json.observed : json;
}

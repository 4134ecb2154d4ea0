import type { z } from "zod";
import { ProblemsError } from "./errors.ts";
import { isJsonObject } from "./merge-json.ts";
import { nearest } from "./nearest.ts";
import { keysOf, schemaAt } from "./schema-at.ts";

/** Where in the whole input a value lies, and below which paths nothing may be printed. */
export interface ParseOptions {
  path?: string;
  hidden?: readonly string[];
}

/**
 * Parses `input` with a schema, or throws every problem at once, each as
 * `<path>: <what is wrong>, got <value>. <what to do>`.
 *
 * Our own messages carry the two halves as `wrong|remedy`. Values below a path in `hidden` are never printed, nor
 * is one of which a custom issue says so itself (`params: { hidden: true }`).
 */
export function parseAll<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  options: ParseOptions = {},
): z.infer<Schema> {
  const result = tryParse(schema, input, options);
  if ("problems" in result) throw new ProblemsError(result.problems);
  return result.data;
}

/** Like {@link parseAll}, for a caller that has further problems to add before it throws. */
export function tryParse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  options: ParseOptions = {},
): { data: z.infer<Schema> } | { problems: readonly string[] } {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return { data: result.data };
  const prefix = options.path === undefined || options.path === "" ? [] : [options.path];
  return {
    problems: result.error.issues
      .flatMap((issue) => describe(issue, schema, { prefix, hidden: options.hidden ?? [] }))
      .toSorted(),
  };
}

function describe(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  { prefix, hidden }: { prefix: readonly string[]; hidden: readonly string[] },
): string[] {
  const at = (path: readonly PropertyKey[]) => [...prefix, ...path.map(String)].join(".") || "config";
  const path = at(issue.path);
  const isHidden =
    (issue.code === "custom" && issue.params?.["hidden"] === true) ||
    hidden.some((head) => path === head || path.startsWith(`${head}.`));
  const got = (value: unknown) => (isHidden ? "" : `, got ${renderValue(value)}`);

  if (issue.code === "unrecognized_keys") {
    const parent = schemaAt(schema, issue.path);
    const known = parent === undefined ? [] : (keysOf(parent) ?? []);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const remedy = meant === undefined ? "Remove it or correct its spelling." : `Did you mean \`${meant}\`?`;
      return `${at([...issue.path, key])}: is not a known key. ${remedy}`;
    });
  }
  if (issue.code === "invalid_key") {
    const [wrong, remedy] = (issue.issues[0]?.message ?? issue.message).split("|");
    return [`${path}: its name ${wrong}, got ${renderValue(issue.path.at(-1))}. ${remedy ?? "Rename it."}`];
  }
  if (issue.code === "invalid_type" && issue.input === undefined) {
    return [`${path}: is missing. Add it (${issue.expected}).`];
  }
  if (issue.code === "invalid_type") {
    const unquoted = issue.expected === "string" && typeof issue.input !== "object";
    const remedy = unquoted ? "Put it in quotes." : "Correct it.";
    return [`${path}: must be of type ${issue.expected}${got(issue.input)}. ${remedy}`];
  }
  if (issue.code === "invalid_value" && issue.input === undefined) {
    return [`${path}: is missing. Add it (one of ${issue.values.map((v) => JSON.stringify(v)).join(", ")}).`];
  }
  if (issue.code === "invalid_value") {
    return [
      `${path}: must be one of ${issue.values.map((v) => JSON.stringify(v)).join(", ")}${got(issue.input)}. Choose one.`,
    ];
  }
  if (issue.code === "too_small" || issue.code === "too_big") {
    const small = issue.code === "too_small";
    const bound = small ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
    return [`${path}: must be ${bound}${got(issue.input)}. ${small ? "Raise" : "Lower"} it or remove the key.`];
  }
  if (issue.code === "invalid_union" && issue.discriminator !== undefined) {
    const said = isJsonObject(issue.input) ? issue.input[issue.discriminator] : undefined;
    const known = ("options" in issue ? (issue.options ?? []) : []).map((option) => JSON.stringify(option)).join(", ");
    if (said === undefined) return [`${path}: is missing. Add it (one of ${known}).`];
    return [`${path}: must be one of ${known}${got(said)}. Choose one.`];
  }
  const [wrong, remedy] = issue.message.split("|");
  return [`${path}: ${wrong}${got(issue.input)}. ${remedy ?? "Correct it."}`];
}

function renderValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "object" ? (Array.isArray(value) ? "a list" : "an object") : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

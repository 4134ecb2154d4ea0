import { z } from "zod";
import { durationSchema } from "./duration.ts";
import { headerName, headerText, httpPath } from "./http-request.ts";
import { parseJsonPath } from "./json-path.ts";
import { placeholdersIn } from "./placeholders.ts";

const MAX_BODY = 65_536;

const jsonPath = z
  .string()
  .max(256)
  .refine(
    (text) => parseJsonPath(text) !== undefined,
    'must be the path of one value|Write it like `$.user.id`, `$.items[0]` or `$["a name"]`.',
  );

const captureSource = z
  .string()
  .max(256)
  .refine(
    (text) => parseCaptureSource(text) !== undefined,
    "must be a place in the answer|Write it like `$.token`, `header:X-Token` or `cookie:SESSION`.",
  );

const captureName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, "must be a name|Use letters, digits, `_` and `-`.");

/** Whether something is there at all. */
const presence = z.strictObject({ exists: z.boolean() });

const expectedText = z.union([headerText(1024), presence], {
  error: "must be text or whether it is there|Write the text, or `{ exists: false }`.",
});

const expectedValue = z.union([z.string(), z.number(), z.boolean(), z.null(), presence], {
  error: "must be a single value or whether it is there|Write the value, or `{ exists: true }`.",
});

/** Values of `body`, `json` and `form`, of which a request has one at most. */
const BODIES = ["body", "json", "form"] as const;

/** Methods of requests that change nothing, and have no body. */
const SAFE = ["GET", "HEAD", "OPTIONS"];

// What was added after the first releases were sealed is optional, not defaulted: their hashes must stay what they are.
export const smokeSchema = z
  .strictObject({
    path: httpPath.describe(
      "Path to request from the idle color before it may serve, and from the public listener after.",
    ),
    status: z.int().min(100).max(599).default(200).describe("HTTP status the answer must have."),
    contains: z.string().min(1).max(1024).optional().describe("Text the answer's body must contain."),
    within: durationSchema({ min: "50ms", max: "60s" }).default("2s").describe("How long the answer may take."),
    when: z
      .enum(["before", "after", "both"])
      .optional()
      .describe(
        "Whether it is sent before the switch, after it at the public listener, or both times; both when left out.",
      ),
    method: z
      .enum(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
      .optional()
      .describe("HTTP method; GET when left out."),
    headers: z
      .record(headerName, headerText(4096))
      .optional()
      .describe("More headers. A secret is written as `{{secret:NAME}}`."),
    body: z.string().max(MAX_BODY).optional().describe("Body as text; its Content-Type stands in `headers`."),
    json: z.json().meta({ title: "any value" }).optional().describe("Body as JSON, instead of `body`."),
    form: z
      .record(z.string().min(1), z.string())
      .optional()
      .describe("Body as the fields of a form, instead of `body`."),
    expectHeaders: z
      .record(headerName, expectedText)
      .optional()
      .describe("Headers of the answer, each with text that it must contain, or `{ exists: false }`."),
    expectJson: z
      .record(jsonPath, expectedValue)
      .optional()
      .describe("Values in the answer's JSON by their path, like `$.status: UP`, or `{ exists: true }`."),
    capture: z
      .record(captureName, captureSource)
      .optional()
      .describe(
        "Values taken from the answer, by name: `$.token`, `header:X-Token` or `cookie:SESSION`. Later requests write `{{name}}` in " +
          "path, headers and body. They are never printed.",
      ),
  })
  .superRefine((request, context) => {
    const given = BODIES.filter((key) => request[key] !== undefined);
    const [first, second] = given;
    const refuse = (key: string, message: string) =>
      context.addIssue({ code: "custom", path: [key], input: key, message });
    if (first !== undefined && second !== undefined) {
      refuse(second, `is one body too many beside \`${first}\`|Keep one of them.`);
    }
    const { method = "GET" } = request;
    if (first !== undefined && SAFE.includes(method)) {
      refuse(first, `cannot be sent with ${method}|Set \`method: POST\`, or the one that the app wants.`);
    }
    if (method === "HEAD" && (request.contains !== undefined || request.expectJson !== undefined)) {
      refuse("method", "has an answer without a body, in which nothing can be found|Set `method: GET`.");
    }
  });

/** The requests of a release, in the order in which they are sent. */
export const smokeListSchema = z
  .array(smokeSchema)
  .max(20)
  .superRefine((requests, context) => {
    // A list that captures nothing may have braces of its own in its paths.
    const captures = requests.some(({ capture }) => capture !== undefined);
    const known: Record<Phase, Set<string>> = { before: new Set(), after: new Set() };
    requests.forEach((request, index) => {
      const refuse = (key: string, message: string) =>
        context.addIssue({ code: "custom", path: [index, key], input: request[key as keyof Smoke], message });
      for (const key of ["path", "headers", ...BODIES] as const) {
        for (const { kind, name } of placeholdersIn(request[key])) {
          if (key === "path" && kind === "secret") {
            refuse(
              key,
              `cannot hold a secret, because paths are logged|Send \`{{secret:${name}}}\` in a header or the body.`,
            );
          }
          if (kind === "secret" || (key === "path" && !captures)) continue;
          const unknown = phasesOf(request).find((phase) => !known[phase].has(name));
          if (unknown === undefined) continue;
          refuse(
            key,
            `wants \`{{${name}}}\`, which no request before it captures ${unknown} the switch|Add it to a \`capture\`.`,
          );
        }
      }
      for (const phase of phasesOf(request)) {
        for (const name of Object.keys(request.capture ?? {})) known[phase].add(name);
      }
    });
  });

export type Smoke = z.infer<typeof smokeSchema>;

/** Before the switch, at the color; after it, at the public listener. */
export type Phase = "before" | "after";

/** When a request, or whatever else has a `when`, has its turn. */
export function phasesOf({ when = "both" }: { when?: Phase | "both" | undefined }): Phase[] {
  return when === "both" ? ["before", "after"] : [when];
}

/** Whether a request may be sent again without anything being changed by it. */
export function changesNothing({ method = "GET" }: Pick<Smoke, "method">): boolean {
  return SAFE.includes(method);
}

/** Where in an answer a captured value stands. */
export type CaptureSource = { from: "json"; path: string } | { from: "header" | "cookie"; name: string };

/** Undefined for a text that is no such place. */
export function parseCaptureSource(text: string): CaptureSource | undefined {
  if (parseJsonPath(text) !== undefined) return { from: "json", path: text };
  const match = /^(header|cookie):([!#$%&'*+.^_`|~0-9A-Za-z-]+)$/.exec(text);
  if (match === null) return undefined;
  const [, from, name = ""] = match;
  return { from: from === "header" ? "header" : "cookie", name };
}

/** Names of the secrets that requests are filled with. */
export function secretsNamedBy(requests: readonly Pick<Smoke, (typeof BODIES)[number] | "headers">[]): string[] {
  const found = requests.flatMap(({ headers, body, json, form }) => placeholdersIn([headers, body, json, form]));
  return [...new Set(found.flatMap(({ kind, name }) => (kind === "secret" ? name : [])))].toSorted();
}

import { z } from "zod";
import { colorSchema } from "../model/color.ts";
import { InputError } from "../model/errors.ts";
import { gatePassSchema } from "../model/gate-result.ts";
import { tryParse } from "../model/problems.ts";
import { partSchema } from "../model/record.ts";
import { serviceNameSchema } from "../model/service.ts";
import { edgeSchema, hostSchema } from "../model/stack-config.ts";

const place = {
  /** Address of the Docker engine. */
  host: hostSchema,
  project: z.string().min(1),
  stack: z.string().min(1),
  /** Id of the environment: what must stand on the labels of everything that is touched. */
  environment: z.string().min(1),
};
/** What every verb about one service is told. */
export const inService = { ...place, service: serviceNameSchema };
/** Where a service's traffic goes. */
const switched = {
  color: colorSchema,
  version: z.string(),
  /** Hash every replica must carry. */
  release: z.string(),
  generation: z.coerce.number().int(),
};
/** Unix time in seconds at which the run looked at the host: what gates said before that counts no more. */
const since = z.coerce.number().int().optional();
const applied = { /** The rendered text. */ config: z.string(), counter: z.coerce.number().int() };

/** The base part of the proxy's config as data. */
export const basePartSchema = z.strictObject({
  https: z.boolean(),
  accessLog: edgeSchema.shape.accessLog.unwrap().optional(),
  trustedProxies: edgeSchema.shape.trustedProxies,
  clientIpHeader: edgeSchema.shape.clientIpHeader,
  traces: edgeSchema.shape.traces,
  proxyProtocol: edgeSchema.shape.proxyProtocol,
});

export type BasePart = z.infer<typeof basePartSchema>;

/** What each verb of the control is told, in the shape it works with. Values that are secret come by stdin, never here. */
export const taskSchemas = {
  /** Puts a service's part into the running proxy. */
  apply: z.strictObject({ ...inService, ...applied, part: json(partSchema) }),
  /** Puts the base part into the running proxy; certificates by stdin as JSON `{name: pem}`. */
  base: z.strictObject({ ...place, ...applied, base: json(basePartSchema) }),
  /** Takes a service out of the proxy. */
  remove: z.strictObject(inService),
  /** Gate, switch, verify. */
  cutover: z.strictObject({
    ...inService,
    ...switched,
    /** Of services that move at one moment. */
    group: serviceNameSchema.optional(),
    /** What the gates before the release said; left out where the service declares none. */
    gates: json(gatePassSchema).optional(),
    since,
  }),
  /** The same for several services at one moment. */
  "cutover-group": z.strictObject({
    ...place,
    group: serviceNameSchema,
    /** By service. */
    members: json(z.record(serviceNameSchema, z.strictObject(switched))),
    /** By service. */
    gates: json(z.record(z.string(), gatePassSchema)).optional(),
    since,
  }),
  /** Makes and fills a secret volume; values by stdin as JSON `{name: value}`. */
  secrets: z.strictObject({
    ...inService,
    volume: z.string().min(1),
    user: z.string().regex(/^\d+(?::\d+)?$/),
    labels: json(z.record(z.string(), z.string())),
  }),
  "remove-secrets": z.strictObject({ ...inService, volume: z.string().min(1) }),
  /** Bounds the processes of containers. */
  limits: z.strictObject({ ...place, containers: list(), pids: z.coerce.number().int().min(1) }),
} as const;

export type Verb = keyof typeof taskSchemas;
export type Task<V extends Verb> = z.infer<(typeof taskSchemas)[V]>;

export const VERBS = Object.keys(taskSchemas).filter(isVerb);

export function isVerb(name: string): name is Verb {
  return Object.hasOwn(taskSchemas, name);
}

/** The variables that hand a task to the control: one value each, `TIDEGATE_…`, so that a preview reads like the config. */
export function renderTask(task: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(task as Record<string, string | number | object>).map(([key, value]) => [
      variableName(key),
      renderValue(value),
    ]),
  );
}

/** Reads the task of a verb from environment variables. Throws an InputError that names every variable that is wrong. */
export function parseTask<V extends Verb>(verb: V, environment: Readonly<Record<string, string | undefined>>): Task<V> {
  return readTask(taskSchemas[verb], `edge control ${verb}`, environment);
}

/** The same for a task of any schema; `reader` is who needs it. */
export function readTask<Schema extends z.ZodObject>(
  schema: Schema,
  reader: string,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const given = Object.keys(schema.shape).flatMap((key) => {
    const value = environment[variableName(key)];
    return value === undefined ? [] : [[key, value] as const];
  });
  const result = tryParse(schema, Object.fromEntries(given));
  if ("data" in result) return result.data;
  throw new InputError(`${reader}: its TIDEGATE_ variables are wrong.\n${result.problems.join("\n")}`);
}

function variableName(key: string): string {
  return `TIDEGATE_${key.toUpperCase()}`;
}

function renderValue(value: string | number | object): string {
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value that travels as JSON text. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** Values that travel with commas between them. */
function list() {
  return z.string().transform((text) => text.split(",").filter((item) => item !== ""));
}

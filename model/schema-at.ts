import { z } from "zod";

/** The schema of what stands at a path below a value of `schema`; undefined where nothing may stand. */
export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>(
    (at, step) => (at === undefined ? undefined : child(bare(at), step)),
    schema,
  );
}

/** What a value there must be, in JSON's words. */
export type Kind = "string" | "number" | "boolean" | "array" | "object";

export function kindOf(schema: z.ZodType): Kind | undefined {
  const inner = bare(schema);
  if (inner instanceof z.ZodString || inner instanceof z.ZodEnum) return "string";
  if (inner instanceof z.ZodNumber) return "number";
  if (inner instanceof z.ZodBoolean) return "boolean";
  if (inner instanceof z.ZodArray) return "array";
  const isObject = [z.ZodObject, z.ZodRecord, z.ZodDiscriminatedUnion].some((one) => inner instanceof one);
  return isObject ? "object" : undefined;
}

/** The keys that an object of this schema may have, of whichever of its types; undefined where they are free, or where it is no object. */
export function keysOf(schema: z.ZodType): string[] | undefined {
  const inner = bare(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) {
    return [...new Set(optionsOf(inner).flatMap((option) => keysOf(option) ?? []))];
  }
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : undefined;
}

function child(schema: z.ZodType, step: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return optionsOf(schema).flatMap((option) => child(bare(option), step) ?? [])[0];
  }
  if (schema instanceof z.ZodObject) return Object.getOwnPropertyDescriptor(schema.shape, step)?.value as z.ZodType;
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  return schema instanceof z.ZodArray && typeof step === "number" ? (schema.element as z.ZodType) : undefined;
}

function optionsOf(union: z.ZodDiscriminatedUnion): readonly z.ZodType[] {
  return union.options as readonly z.ZodType[]; // zod types them as its core does
}

/** Whether `true` may be written for a value of this schema. */
export function takesTrue(schema: z.ZodType): boolean {
  const { error } = schema.safeParse(true);
  return error?.issues.some(({ path }) => path.length === 0) !== true;
}

/** Without what only says whether it may be left out, or written in a shorter way. */
function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPipe && schema.def.in instanceof z.ZodTransform) return bare(schema.def.out as z.ZodType);
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable;
  return wraps ? bare(schema.def.innerType as z.ZodType) : schema;
}

import { writeFileSync } from "node:fs";
import { z } from "zod";
import { GATE_IDS } from "../model/gates/gates.ts";
import { tierDefaultsOf } from "../model/gates/tier-defaults.ts";
import { stackConfigSchema } from "../model/stack-config.ts";
import { TIERS } from "../model/tier.ts";

/** The part of JSON Schema that zod writes for our config. */
interface Schema {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  const?: unknown;
}

const INTRODUCTION = `# Configuration

Every key of a stack file (\`Pulumi.<stack>.yaml\`), as the schemas in \`model/\` define it. This page is generated:
\`npm run docs\` writes it anew, and a test fails when it is out of step.

Keys are strict: one that is not in this list is an error that names it. All problems of a file are reported at once.
\`<name>\` stands for a name of your choice, \`[]\` for an entry of a list. Keys of \`services.<name>.release\` hold for both
colors; \`blue\` and \`green\` take the same keys and override them.

| key | what it takes | default | meaning |
|---|---|---|---|
`;

/** The whole page, from the schema alone. */
export function renderConfigurationPage(): string {
  // The JSON Schema of zod is typed as any JSON; `Schema` lists the keywords our schemas can produce.
  const root = z.toJSONSchema(stackConfigSchema, { io: "input", unrepresentable: "any", reused: "inline" }) as Schema;
  return INTRODUCTION + rowsOf("tidegate:", root).join("\n") + "\n";
}

function rowsOf(prefix: string, schema: Schema): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const child = withoutNull(value);
    const path = prefix.endsWith(":") ? `${prefix}${key}` : `${prefix}.${key}`;
    const required = schema.required?.includes(key) === true;
    const isColor = /\.(blue|green)$/.test(path);
    return [row(path, child, required), ...(isColor ? colorRows(path, child) : nestedRows(path, child))];
  });
}

/** What may be null is described by what it is otherwise; its meaning tells of the null. */
function withoutNull({ anyOf, ...schema }: Schema): Schema {
  const other = anyOf?.find(({ type }) => type !== "null");
  return other === undefined ? schema : { ...other, ...schema };
}

/** Below a color only what is not in `release` as well: its version and image. */
function colorRows(path: string, schema: Schema): string[] {
  const { version, image } = schema.properties ?? {};
  return rowsOf(path, {
    properties: { ...(version && { version }), ...(image && { image }) },
    required: ["version", "image"],
  });
}

function nestedRows(path: string, schema: Schema): string[] {
  if (schema.oneOf !== undefined) return typeRows(path, schema.oneOf);
  if (schema.items?.properties !== undefined) return rowsOf(`${path}[]`, schema.items);
  const values = schema.additionalProperties;
  if (typeof values === "object") {
    const inner = `${path}.<name>`;
    return values.properties === undefined ? nestedRows(inner, values) : rowsOf(inner, values);
  }
  return rowsOf(path, schema);
}

/** Of what is of one of several types: its type, and what each takes; a key that several take alike stands once. */
function typeRows(path: string, options: readonly Schema[]): string[] {
  const types = options.map(({ properties }) => properties?.["type"]?.const);
  const entries = options.flatMap(({ properties = {}, required = [] }, index) =>
    Object.entries(properties)
      .filter(([key]) => key !== "type")
      .map(([key, schema]) => ({ key, schema, isRequired: required.includes(key), type: String(types[index]) })),
  );
  const alike = Map.groupBy(entries, ({ key, schema, isRequired }) => JSON.stringify([key, schema, isRequired]));
  return [
    row(`${path}.type`, { enum: types, description: "What it is; what else it takes goes by that." }, true),
    ...[...alike.values()].flatMap((same) => {
      const those = same.map(({ type }) => `\`${type}\``).join(", ");
      return same.slice(0, 1).map(({ key, schema, isRequired }) => {
        const description = `${schema.description ?? ""} For ${those}.`;
        return row(`${path}.${key}`, { ...schema, description }, isRequired);
      });
    }),
  ];
}

function row(path: string, schema: Schema, required: boolean): string {
  const cells = [`\`${path}\``, typeOf(schema), defaultsOf(path, schema, required), schema.description ?? ""];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function typeOf(schema: Schema): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(" or ");
  if (schema.type === "array") return `list of ${schema.items === undefined ? "values" : typeOf(schema.items)}`;
  if (schema.type === "object") return schema.properties === undefined ? "names with values" : "keys below";
  if (schema.minimum !== undefined && schema.maximum !== undefined) {
    return `${schema.type ?? "number"}, ${schema.minimum} to ${schema.maximum}`;
  }
  return schema.type ?? "text";
}

function defaultOf(schema: Schema, required: boolean): string {
  if (schema.default !== undefined && JSON.stringify(schema.default) !== "{}") {
    return `\`${JSON.stringify(schema.default)}\``;
  }
  return required ? "required" : "";
}

/** The default, and what other ones a field of a gate has by tier. */
function defaultsOf(path: string, schema: Schema, required: boolean): string {
  const usual = defaultOf(schema, required);
  const { id, field } = /[.:]gates\.(?<id>\w+)\.(?<field>.+)$/.exec(path)?.groups ?? {};
  const byTier = GATE_IDS.filter((gate) => gate === id)
    .flatMap(tierDefaultsOf)
    .find((each) => each.field === field);
  const others = TIERS.flatMap((tier) => {
    const value = byTier?.values[tier] ?? null;
    const text = `\`${JSON.stringify(value)}\``;
    return value === null || text === usual ? [] : [`${text} in ${tier}`];
  });
  return [usual, ...others].join(", ");
}

if (import.meta.main) writeFileSync(new URL("configuration.md", import.meta.url), renderConfigurationPage());

import { writeFileSync } from "node:fs";
import { resourceTables } from "../engine/embedded/providers/index.ts";
import type { Kind, Property, ResourceTable, Table } from "../engine/embedded/providers/schema/property.ts";

const INTRODUCTION = `# Properties the embedded engine supports

Every resource type and property the embedded engine has, as its own tables define it. This page is generated: \`npm run
docs\` writes it anew, and a test fails when it is out of step. Another resource type or property is an error that names it;
use the Pulumi CLI for it (\`--engine pulumi\`).

What a change leads to was recorded from the stock plugins (docker 5.2.0, command 1.2.1, random 4.21.2), and a test
holds this engine's plans against the recordings, change by change.

| change | means |
|---|---|
| replaces | only a new resource can have the new value |
| in place | applied to the resource as it is |
| not applied | written into the state only, what exists stays as it is: list the property in \`replaceOnChanges\` |

*Left out* says what leaving the property out of the program means: a default, or that whatever the container engine made
of it is no difference (\`reported\`). *Refresh* says whether the engine reads the property back and so sees drift in it.
`;

/** The whole page, from the providers' tables alone. */
export function renderEngineProperties(): string {
  return [INTRODUCTION, ...resourceTables.map(renderResource)].join("\n");
}

function renderResource({ type, deleteBeforeReplace, properties }: ResourceTable): string {
  const order = deleteBeforeReplace
    ? "A replacement deletes the old one first."
    : "A replacement makes the new one first.";
  const rows = Object.entries(properties).map(([name, property]) => renderRow(name, property));
  return [
    `## \`${type}\``,
    "",
    order,
    "",
    "| property | type | change | left out | refresh | remark |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function renderRow(name: string, property: Property): string {
  const cells = [`\`${name}\``, kindOf(property.kind), changeOf(property), leftOut(property), refresh(property)];
  return `| ${[...cells, property.note ?? ""].join(" | ")} |`;
}

function kindOf(kind: Kind): string {
  switch (kind.type) {
    case "string":
      return kind.oneOf === undefined ? "string" : kind.oneOf.map((word) => `\`${word}\``).join(", ");
    case "map":
      return "map of strings";
    case "list":
      return kind.fields === undefined ? "list of strings" : `list of ${fieldsOf(kind.fields)}`;
    case "set":
      return kind.fields === undefined ? "strings in any order" : `in any order: ${fieldsOf(kind.fields)}`;
    case "block":
      return fieldsOf(kind.fields);
    default:
      return kind.type;
  }
}

function fieldsOf(fields: Table): string {
  const names = Object.entries(fields).map(([name, field]) =>
    field.kind.type === "block" ? `${name} ${fieldsOf(field.kind.fields)}` : name,
  );
  return `{ ${names.join(", ")} }`;
}

function changeOf(property: Property): string {
  return property.within === undefined ? property.change : `${property.change}; an element in it: ${property.within}`;
}

function leftOut(property: Property): string {
  if (property.default !== undefined) return `\`${JSON.stringify(property.default)}\``;
  if (property.required === true) return "an error";
  return property.reported === true ? "reported" : "unset";
}

function refresh({ read }: Property): string {
  return typeof read === "string" ? read : `when ${read.when}`;
}

if (import.meta.main)
  writeFileSync(new URL("embedded-engine-properties.md", import.meta.url), renderEngineProperties());

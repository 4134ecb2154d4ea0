import { InputError } from "../../model/errors.ts";
import { jsonSchemaOf, LINE_SCHEMAS } from "../result/schemas.ts";

/** Prints the JSON Schema of the lines that a command prints with `--json`; the commands there are where none is named. */
export function jsonSchema(words: readonly string[]): void {
  const commands = Object.keys(LINE_SCHEMAS).toSorted();
  if (words.length === 0) {
    process.stdout.write(commands.map((command) => `${command}\n`).join(""));
    return;
  }
  const command = words.join(" ");
  const schema = jsonSchemaOf(command);
  if (schema === undefined) {
    throw new InputError(
      `json-schema: must be a command with \`--json\`, got ${JSON.stringify(command)}. There are ${commands.join(", ")}.`,
    );
  }
  process.stdout.write(`${JSON.stringify(schema, undefined, 2)}\n`);
}

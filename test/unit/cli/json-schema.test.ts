import { expect, it } from "vitest";
import { wordsOf } from "../../../cli/completion/words.ts";
import { buildProgram } from "../../../cli/program.ts";
import { jsonSchemaOf, LINE_SCHEMAS } from "../../../cli/result/schemas.ts";

const COMMANDS = Object.keys(LINE_SCHEMAS);

it("there is of every command with --json, and of no other", () => {
  const withJson = wordsOf(buildProgram()).filter(({ options }) =>
    options.some(({ flags }) => flags.includes("--json")),
  );
  expect(COMMANDS.toSorted()).toEqual(withJson.map(({ path }) => path).toSorted());
});

it.each(COMMANDS)("of %s describes its result and its failure", (command) => {
  const schema = JSON.parse(JSON.stringify(jsonSchemaOf(command))) as { $schema: string; anyOf: object[] };
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  const parts = schema.anyOf.map((part) => JSON.stringify(part));
  expect(parts.some((part) => part.includes('"error"'))).toBe(true);
  if (command !== "logs") expect(parts.some((part) => part.includes(`"const":${JSON.stringify(command)}`))).toBe(true);
});

import { expect, test } from "vitest";
import { commandLines, namedTexts } from "../../policy/named-texts.ts";

const linesOf = (inputs: object) => commandLines(namedTexts(inputs)).map(({ path, text }) => [path, text]);

test("reads command lines word by word, in a health check and in JSON, too", () => {
  expect(
    linesOf({
      command: ["serve", "--port", "80"],
      entrypoints: ["sh"],
      healthcheck: { tests: ["CMD", "curl", "-u", "a:b"] },
      envs: ["A=1", "B=2"],
      containerDefinitions: '[{ "command": ["run", "it"], "links": ["a", "b"] }]',
    }),
  ).toEqual([
    ["command", "serve --port 80"],
    ["entrypoints", "sh"],
    ["healthcheck.tests", "CMD curl -u a:b"],
    ["containerDefinitions.0.command", "run it"],
  ]);
});

test("opens variables whatever letters their names have", () => {
  expect(namedTexts({ envs: ["密码=x"] })).toMatchObject([{ path: "envs.密码", name: "密码", text: "x" }]);
});

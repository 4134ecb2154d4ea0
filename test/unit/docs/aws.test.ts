import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { parseStackConfig } from "../../../model/parse-stack-config.ts";

const page = readFileSync(new URL("../../../docs/aws.md", import.meta.url), "utf8");

it("shows a stack file on AWS that is right", () => {
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const { config } = parse(example) as { config: Record<string, unknown> }; // the page's own
  const input = Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("tidegate:", ""), value]));
  expect(parseStackConfig(input, "prod")).toMatchObject({ platform: "aws", aws: { region: "eu-central-1" } });
});

import { describe, expect, it } from "vitest";
import { InputError } from "../../../model/errors.ts";
import { parseYaml } from "../../../model/parse-yaml.ts";

describe("parseYaml", () => {
  it("reads what a file holds", () => {
    expect(parseYaml("a: [1, two]\n", "file.yaml")).toEqual({ a: [1, "two"] });
    expect(parseYaml("", "file.yaml")).toBeNull();
  });

  it.each([
    ["config:\n  PASSWORD: @Tr0ub4dor-hunter2\n", "file.yaml:2:13: is not valid YAML"],
    ["PASSWORD: hunter2\nPASSWORD: hunter2\n", "file.yaml:2:1: is not valid YAML"],
    ["PASSWORD: 'hunter2\n", "file.yaml:"],
    ["a: b: hunter2\n", "file.yaml:1:"],
  ])("names the place of a mistake in %j, and quotes nothing", (text, place) => {
    let message = "";
    try {
      parseYaml(text, "file.yaml");
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      message = error instanceof Error ? error.message : "";
    }
    expect(message).toContain(place);
    expect(message).not.toContain("hunter2");
  });
});

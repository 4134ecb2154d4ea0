import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { declaredServiceSchema } from "../../../model/declared-service.ts";
import { parseStackConfig } from "../../../model/parse-stack-config.ts";
import { healthSchema, limitsSchema, releaseSchema, volumeSchema } from "../../../model/release.ts";
import { gateSchema } from "../../../model/service.ts";
import { smokeSchema } from "../../../model/smoke.ts";
import { routeSchema } from "../../../model/route.ts";
import { edgeSchema, stackConfigSchema } from "../../../model/stack-config.ts";

const ROOT = join(import.meta.dirname, "../../..");
const STACKS = ["dev", "stg", "prod"] as const;

describe("the stack files", () => {
  it.each(STACKS)("parses Pulumi.%s.yaml", (stack) => {
    expect(Object.keys(parseStackConfig(configOf(stack), stack).services)).toEqual(["shop"]);
  });

  it("have the same keys, but for the gates that prod alone declares", () => {
    expect(STACKS.filter((stack) => Object.hasOwn(configOf(stack), "gates"))).toEqual(["prod"]);
    const [dev, stg, prod] = STACKS.map((stack) => {
      const { gates: _, ...others } = configOf(stack);
      return paths(others);
    });
    expect(stg).toEqual(dev);
    expect(prod).toEqual(dev);
  });

  it("share no port, so that all three run on one host", () => {
    const ports = STACKS.flatMap((stack) => {
      const { http, preview } = parseStackConfig(configOf(stack), stack).edge;
      return [http, preview].map((address) => address.split(":").at(-1));
    });
    expect(new Set(ports).size).toBe(ports.length);
  });

  it("explain every key there is in a comment of Pulumi.dev.yaml", () => {
    const lines = textOf("dev").split("\n");
    const isExplained = (key: string) =>
      lines.some((line, index) => {
        const isKey = new RegExp(`^\\s*(?:# *)*(?:- )?(?:tidegate:)?${key}:`).test(line) || line.includes(`{ ${key}:`);
        return isKey && (line.includes("# ") || /^\s*# /.test(lines[index - 1] ?? ""));
      });
    const services = Object.keys(declaredServiceSchema.shape);
    const inObjects = [edgeSchema, routeSchema, gateSchema, releaseSchema, healthSchema, smokeSchema, limitsSchema];
    const keys = [
      ...Object.keys(stackConfigSchema.shape),
      ...services,
      ...inObjects.flatMap((s) => Object.keys(s.shape)),
    ];
    expect(keys.filter((key) => !isExplained(key))).toEqual([]);
    for (const key of Object.keys(volumeSchema.shape)) expect(textOf("dev")).toMatch(new RegExp(`# named.*${key}:`));
  });
});

function textOf(stack: string): string {
  return readFileSync(join(ROOT, `Pulumi.${stack}.yaml`), "utf8");
}

function configOf(stack: string): Record<string, unknown> {
  const { config } = parse(textOf(stack)) as { config: Record<string, unknown> }; // the files of this repository
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^tidegate:/, ""), value]));
}

/** Every path of keys; entries of a list count by their place. */
function paths(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, child]) => [path, ...paths(child, `${path}.${key}`)]);
}

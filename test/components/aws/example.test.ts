import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { listenersSchema, loadBalancerSchema } from "../../../model/aws/load-balancer.ts";
import { awsSchema } from "../../../model/aws/config.ts";
import { parseStackConfig } from "../../../model/parse-stack-config.ts";
import { lookAt } from "../../../platforms/aws/observe/look-at.ts";
import { AWS_RULES } from "../../../policy/groups/aws.ts";
import { SERVICE_RULES } from "../../../policy/groups/service.ts";
import { judge } from "../../policy/judge.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { observed } from "../../unit/edge/observed.ts";
import { registrationsOf } from "../registrations.ts";

vi.mock("../../../platforms/aws/observe/look-at.ts", () => ({ lookAt: vi.fn() }));

const TEXT = readFileSync(join(REPOSITORY, "examples/aws/Pulumi.prod.yaml"), "utf8");
/** The same with what stands in comments as an alternative. */
const UNCOMMENTED = TEXT.replaceAll(/^( +)# (?=(?: {2})?[a-zA-Z]+:)/gm, "$1");
const { config } = parse(TEXT) as { config: Record<string, unknown> }; // of this repository
const said = Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^tidegate:/, ""), value]));

describe("the example of a stack on AWS", () => {
  beforeEach(() => {
    vi.resetModules(); // a program runs once per process
    const nothing = { rules: [], testRules: [], foreign: [], pools: [], health: new Map() };
    vi.mocked(lookAt).mockResolvedValue({ aws: nothing, observed: observed(null, { environment: null, edge: null }) });
  });
  afterEach(() => pulumi.runtime.setAllConfig({}));

  it("is one that the schema takes", () => {
    const { aws, services } = parseStackConfig(said, "prod");
    expect(aws?.loadBalancer?.public).toBe(true);
    expect(Object.keys(services)).toEqual(["shop"]);
  });

  it("has every key of tidegate:aws", () => {
    const keys = [awsSchema, loadBalancerSchema, listenersSchema].flatMap(({ shape }) => Object.keys(shape));
    expect(keys.filter((key) => !new RegExp(`^ +${key}:`, "m").test(UNCOMMENTED))).toEqual([]);
  });

  it("explains every one of them that it says", () => {
    const lines = TEXT.split("\n").slice(TEXT.split("\n").findIndex((line) => line.startsWith("  tidegate:aws:")) + 1);
    const end = lines.findIndex((line) => /^ {2}\S/.test(line));
    const bare = lines
      .slice(0, end)
      .filter((line, index) => /^ {4,6}[a-zA-Z]+:/.test(line) && !/^ +#/.test(lines[index - 1] ?? ""));
    expect(bare.map((line) => line.trim())).toEqual([
      "shop: 30000",
      ...Array<unknown>(2).fill(expect.stringMatching(/^image: /)),
    ]);
  });

  it("breaks no rule of production", async () => {
    const texts = Object.entries(said).map(([name, value]) => {
      return [`tidegate:${name}`, typeof value === "string" ? value : JSON.stringify(value)] as const;
    });
    const { resources } = await registrationsOf(
      async () => {
        pulumi.runtime.setAllConfig(Object.fromEntries(texts));
        return import("../../../infra/index.ts");
      },
      { stack: "prod" },
    );
    const found: unknown[] = [];
    for (const { type, name, inputs } of resources) {
      for (const rule of [...AWS_RULES, ...SERVICE_RULES].filter(({ judges }) => judges.includes(type))) {
        const judgement = await judge(rule, { type, props: inputs }, { stack: "prod" });
        if (Array.isArray(judgement) && judgement.length > 0) found.push([name, rule.id, judgement]);
      }
    }
    expect(found).toEqual([]);
  });
});

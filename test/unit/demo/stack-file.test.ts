import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { hasStackFile, loadImagesInUse, loadPorts, removeStackFile, writeStackFile } from "../../../demo/stack-file.ts";
import { parseStackConfig } from "../../../model/parse-stack-config.ts";

const DIGEST = `sha256:${"0".repeat(64)}`;
const release = (version: string) => ({ version, image: `127.0.0.1:5000/tidegate/demo:${version}@${DIGEST}` });
const declared = {
  ports: { http: 8080, preview: 8081 },
  activeColor: "blue",
  blue: release("1.0.0"),
  green: release("2.0.0"),
} as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-demo-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const config = () => {
  const file = parse(readFileSync(join(folder, "Pulumi.demo.yaml"), "utf8")) as { config: Record<string, unknown> };
  return Object.fromEntries(Object.entries(file.config).map(([key, value]) => [key.replace("tidegate:", ""), value]));
};

describe("the demo's stack file", () => {
  it("holds a config the program takes", () => {
    writeStackFile(folder, declared);
    const { services, edge } = parseStackConfig(config(), "dev");
    expect(edge).toMatchObject({ http: "127.0.0.1:8080", preview: "127.0.0.1:8081" });
    expect(services["shop"]).toMatchObject({ activeColor: "blue", blue: { version: "1.0.0" } });
  });

  it("keeps what an engine wrote into it", () => {
    writeFileSync(
      join(folder, "Pulumi.demo.yaml"),
      "encryptionsalt: v1:abc\nconfig: { aws:region: eu-1, tidegate:x: 1 }\n",
    );
    writeStackFile(folder, declared);
    expect(readFileSync(join(folder, "Pulumi.demo.yaml"), "utf8")).toContain("encryptionsalt: v1:abc");
    expect(Object.keys(config()).toSorted()).toEqual(["aws:region", "edge", "services", "tier"]);
  });

  it("remembers the ports and images of the last run", () => {
    expect(loadPorts(folder)).toBeUndefined();
    expect(loadImagesInUse(folder)).toEqual([]);
    writeStackFile(folder, { ...declared, ports: { http: 8090, preview: 8091 } });
    expect(loadPorts(folder)).toEqual({ http: 8090, preview: 8091 });
    expect(loadImagesInUse(folder)).toEqual([declared.blue.image, declared.green.image]);
  });

  it("is gone after removal, also when it was never there", () => {
    writeStackFile(folder, declared);
    removeStackFile(folder);
    removeStackFile(folder);
    expect(hasStackFile(folder)).toBe(false);
  });
});

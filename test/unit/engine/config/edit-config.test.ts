import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type ConfigValue,
  readValue,
  withoutValue,
  withValue,
  writeEdit,
} from "../../../../engine/config/edit-config.ts";

let projectDir: string;
const ref = () => ({ projectDir, project: "test", stack: "dev" });
const file = () => join(projectDir, "Pulumi.dev.yaml");

beforeEach(() => (projectDir = mkdtempSync(join(tmpdir(), "tidegate-edit-config-"))));
afterEach(() => rmSync(projectDir, { recursive: true, force: true }));

const TEXT = `# the stack
config:
    test:services: # all of them
        shop: { activeColor: blue, replicas: 2, note: "a # b" } # the shop
    test:list: [a, b]
    test:sealed: { token: { secure: v1:x } }
`;

async function set(key: string, value: ConfigValue, text = TEXT): Promise<string> {
  writeFileSync(file(), text);
  await writeEdit(withValue(ref(), key, value));
  return readFileSync(file(), "utf8");
}

describe("setting a value", () => {
  it("changes that value and not one other letter of the file", async () => {
    expect(await set("test:services.shop.activeColor", "green")).toBe(TEXT.replace("blue", "green"));
    expect(await set("services.shop.replicas", 3)).toBe(TEXT.replace("2", "3"));
    expect(await set("test:services.shop.note", "x")).toBe(TEXT.replace("a # b", "x"));
    expect(await set("test:list[1]", "c: d, #")).toBe(TEXT.replace("b]", '"c: d, #"]'));
  });

  it("spells a key of the project as the file does, and makes what is missing on the way", async () => {
    expect(await set("n", "true", "config:\n  n: old\n")).toBe('config:\n  n: "true"\n');
    await set('test:services.web.routes[0]["a.b"]', "x");
    expect(readValue(ref(), "services.web")).toEqual({ routes: [{ "a.b": "x" }] });
  });

  it.each(["test:services.shop.activeColor.deep", "test:", ":x", "test:a[*]", "test:[0]"])(
    "refuses %s",
    async (key) => {
      await expect(set(key, "x")).rejects.toThrow(key);
    },
  );

  it("replaces no whole object or list", async () => {
    await expect(set("test:services.shop", true)).rejects.toThrow(
      "test:services.shop: holds 3 keys, which this would replace",
    );
    await expect(set("test:list", "a")).rejects.toThrow("test:list: holds 2 items, which this would replace");
    expect(readFileSync(file(), "utf8")).toBe(TEXT);
  });
});

describe("reading and removing a value", () => {
  beforeEach(() => writeFileSync(file(), TEXT));

  it("finds what stands there, sealed as it is", () => {
    expect(readValue(ref(), "test:services.shop.replicas")).toBe(2);
    expect(readValue(ref(), "list")).toEqual(["a", "b"]);
    expect(readValue(ref(), "test:sealed.token")).toEqual({ secure: "v1:x" });
    expect(readValue(ref(), "test:none.there")).toBeUndefined();
  });

  it("removes it and not one other letter of the file", () => {
    expect(withoutValue(ref(), "test:services.shop.replicas")?.after).toBe(TEXT.replace(" replicas: 2,", ""));
    expect(withoutValue(ref(), "test:list")?.after).toBe(TEXT.replace("    test:list: [a, b]\n", ""));
    expect(withoutValue(ref(), "test:none")).toBeUndefined();
  });
});

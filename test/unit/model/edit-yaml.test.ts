import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { removeFromYaml, setInYaml } from "../../../model/edit-yaml.ts";

const FILE = `# The header,
# of two lines.
config:
  tidegate:host: unix:///var/run/docker.sock # where
  tidegate:services:
    shop:
      activeColor: "blue" # moves
      replicas:   2

      # what both have
      release: { port: 3000, health: { path: /healthz } }
      blue:
        version: '1.0'
        image: a.example/shop:1
        secrets:
          - TOKEN
          - OTHER # too
      notes: |
        one
        two
  app:last: yes it is
# The end.
`;

const at = (path: string) => ["config", ...path.split("/").map((step) => (/^\d+$/.test(step) ? Number(step) : step))];
const SHOP = "tidegate:services/shop";

/** The lines that are no longer there, and those that are new. */
function changed(before: string, after: string): { gone: string[]; new: string[] } {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return { gone: old.filter((line) => !now.includes(line)), new: now.filter((line) => !old.includes(line)) };
}

describe("setInYaml", () => {
  it.each<[what: string, path: string, value: unknown, gone: string[], added: string[]]>([
    [
      "a quoted text",
      `${SHOP}/activeColor`,
      "green",
      ['      activeColor: "blue" # moves'],
      ['      activeColor: "green" # moves'],
    ],
    ["a number", `${SHOP}/replicas`, 3, ["      replicas:   2"], ["      replicas:   3"]],
    [
      "a text that looks like a number",
      `${SHOP}/blue/version`,
      "9",
      ["        version: '1.0'"],
      ['        version: "9"'],
    ],
    [
      "a value in braces",
      `${SHOP}/release/port`,
      80,
      ["      release: { port: 3000, health: { path: /healthz } }"],
      ["      release: { port: 80, health: { path: /healthz } }"],
    ],
    [
      "a new key in braces",
      `${SHOP}/release/health/timeout`,
      "5s",
      ["      release: { port: 3000, health: { path: /healthz } }"],
      ["      release: { port: 3000, health: { path: /healthz, timeout: 5s } }"],
    ],
    ["a new key", `${SHOP}/blue/user`, "1:1", [], ['        user: "1:1"']],
    [
      "a new object",
      `${SHOP}/green/image`,
      "b.example/shop:2",
      [],
      ["      green:", "        image: b.example/shop:2"],
    ],
    ["the next of a list", `${SHOP}/blue/secrets/2`, "THIRD", [], ["          - THIRD"]],
    [
      "a text of several lines",
      `${SHOP}/notes`,
      "one line",
      ["      notes: |", "        one", "        two"],
      ['      notes: "one line"'],
    ],
    ["a new top key", "app:first", true, [], ["  app:first: true"]],
    [
      "a new secret",
      "tidegate:secrets/shop/TOKEN",
      { secure: "v1:x" },
      [],
      ["  tidegate:secrets:", "      TOKEN:", "        secure: v1:x"],
    ],
  ])("changes nothing else when it sets %s", (_what, path, value, gone, added) => {
    for (const source of [FILE, FILE.replaceAll("\n", "\r\n"), `\uFEFF${FILE}`]) {
      const after = setInYaml(source, at(path), value);
      const difference = changed(source, after);
      const eol = source.includes("\r\n") ? "\r" : "";
      expect(difference.gone).toEqual(gone.map((line) => line + eol));
      expect(difference.new).toEqual(expect.arrayContaining(added.map((line) => line + eol)));
      expect(after.startsWith("\uFEFF")).toBe(source.startsWith("\uFEFF"));
      expect(after.includes("\r\n")).toBe(source.includes("\r\n"));
    }
  });

  it("puts a new value below a key that has none, and begins an empty file", () => {
    expect(setInYaml("config:\n  a:b: # none yet\n", ["config", "a:b", "c"], 1)).toBe(
      "config:\n  a:b: # none yet\n    c: 1\n",
    );
    expect(setInYaml("config:\n", ["config", "a:b"], "x")).toBe("config:\n  a:b: x\n");
    expect(setInYaml("", ["config", "a:b"], "x")).toBe("config:\n  a:b: x\n");
    expect(setInYaml("# only this", ["config", "a:b"], "x")).toBe("# only this\nconfig:\n  a:b: x\n");
    expect(setInYaml("config: {}\n", ["config", "a:b"], "x")).toBe("config: { a:b: x }\n");
  });

  it("seals anew what is sealed, where it stands", () => {
    const sealed = "config:\n  a:b:\n    secure: v1:old # ours\n  c:d: 1\n";
    expect(setInYaml(sealed, ["config", "a:b"], { secure: "v1:new" })).toBe(sealed.replace("v1:old", "v1:new"));
  });

  it("means what was asked for, whatever the values", () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom("yes", "0x10", "1e3", "~", "null", "- a", "a: b", "#"),
    );
    const path = fc.constantFrom(
      `${SHOP}/activeColor`,
      `${SHOP}/release/port`,
      `${SHOP}/blue/new`,
      `${SHOP}/notes`,
      "x:y/z",
      `${SHOP}/blue/secrets/0`,
    );
    fc.assert(
      fc.property(path, value, (where, text) => {
        const after = parse(setInYaml(FILE, at(where), text)) as object;
        expect(at(where).reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], after)).toEqual(text);
      }),
    );
  });
});

describe("removeFromYaml", () => {
  it.each<[path: string, gone: string[], added: string[]]>([
    [`${SHOP}/replicas`, ["      replicas:   2"], []],
    [`${SHOP}/notes`, ["      notes: |", "        one", "        two"], []],
    [`${SHOP}/blue/secrets/1`, ["          - OTHER # too"], []],
    [
      `${SHOP}/release/port`,
      ["      release: { port: 3000, health: { path: /healthz } }"],
      ["      release: { health: { path: /healthz } }"],
    ],
    [
      `${SHOP}/release/health/path`,
      ["      release: { port: 3000, health: { path: /healthz } }"],
      ["      release: { port: 3000 }"],
    ],
    ["app:last", ["  app:last: yes it is"], []],
  ])("changes nothing else when it removes %s", (path, gone, added) => {
    expect(changed(FILE, removeFromYaml(FILE, at(path)))).toEqual({ gone, new: added });
  });

  it("removes with the last key what held only that", () => {
    expect(removeFromYaml("config:\n  a:b:\n    c:\n      d: 1\n  e:f: 2\n", ["config", "a:b", "c", "d"])).toBe(
      "config:\n  e:f: 2\n",
    );
  });
});

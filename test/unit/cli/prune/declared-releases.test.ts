import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { declaredReleases } from "../../../../cli/prune/declared-releases.ts";

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "tidegate-declared-"))));
afterEach(() => rmSync(dir, { recursive: true }));

const write = (stack: string, text: string) => writeFileSync(join(dir, `Pulumi.${stack}.yaml`), text);
const read = (stack = "prod") => declaredReleases({ projectDir: dir, project: "p", stack });

test("reads the images of every stack file, of files that are wrong elsewhere, too", () => {
  write(
    "prod",
    "config:\n  tidegate:edge: {image: e:1, http: 7}\n  tidegate:services: {shop: {blue: {version: 1, image: s:1}}}\n",
  );
  write("dev", "config:\n  tidegate:services: {shop: {green: {image: s:2}, activeColour: green}}\n");
  const own = { file: "Pulumi.prod.yaml", service: "shop" };
  expect(read()).toEqual({
    releases: [
      { file: "Pulumi.dev.yaml", isOwn: false, service: "shop", version: "", image: "s:2" },
      { ...own, isOwn: false, service: "the edge", version: "", image: "e:1" },
      { ...own, isOwn: true, version: "1", image: "s:1" },
    ],
    unread: [],
  });
});

test("tells of another stack's file that cannot be read, and refuses to go on without the stack's own", () => {
  write("prod", "");
  write("dev", "config: [");
  expect(read()).toEqual({ releases: [], unread: ["Pulumi.dev.yaml cannot be read, and its stack may need it"] });
  expect(() => read("dev")).toThrow(/Pulumi\.dev\.yaml/);
});

import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderContext } from "../../../docker/images/build-context.ts";
import { contentHash } from "../../../docker/images/content-hash.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-hash-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
  writeFileSync(join(folder, "bin", "start"), "#!/bin/sh\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = () => join(folder, "bin", "start");

describe("contentHash", () => {
  it.each<[string, () => void]>([
    ["a file's content changes", () => writeFileSync(start(), "#!/bin/sh\nexit\n")],
    ["a file becomes executable", () => chmodSync(start(), 0o755)],
    ["a file gets another name", () => renameSync(start(), join(folder, "bin", "stop"))],
    ["a file is added", () => writeFileSync(join(folder, "extra"), "")],
    [
      "content moves from one file to the next",
      () => {
        writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n#!/bin/sh\n");
        writeFileSync(start(), "");
      },
    ],
  ])("differs when %s", (_what, change) => {
    const before = contentHash(folderContext(folder), {});
    change();
    expect(contentHash(folderContext(folder), {})).not.toBe(before);
  });

  it("differs with the build arguments, not with their order", () => {
    expect(contentHash(folderContext(folder), { A: "1", B: "2" })).toBe(
      contentHash(folderContext(folder), { B: "2", A: "1" }),
    );
    expect(contentHash(folderContext(folder), { A: "1" })).not.toBe(contentHash(folderContext(folder), { A: "2" }));
  });

  it("does not depend on times", () => {
    const before = contentHash(folderContext(folder), {});
    utimesSync(start(), 1, 1);
    expect(contentHash(folderContext(folder), {})).toBe(before);
  });
});

describe("folderContext", () => {
  it("lists files of all levels, sorted", () => {
    expect(folderContext(folder).map(({ name }) => name)).toEqual(["Dockerfile", "bin/start"]);
  });
});

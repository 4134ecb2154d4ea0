import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../../model/errors.ts";
import { REPOSITORY } from "../../support/repository.ts";

describe("the exit codes in the guide", () => {
  const tables = globSync(["README.md", "docs/*.md"], { cwd: REPOSITORY }).flatMap((file) => {
    const text = readFileSync(join(REPOSITORY, file), "utf8");
    return [...text.matchAll(/^\| code +\|.*\n((?:\|.*\n)+)/gm)].map(([, rows = ""]) => ({ file, rows }));
  });

  it("stand in one table, and are all there are", () => {
    expect(tables.map(({ file }) => file)).toEqual(["docs/operating.md"]);
    const codes = [...(tables[0]?.rows ?? "").matchAll(/^\| (\d+) +\| \S/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(EXIT));
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findStack } from "../../../../cli/project/find-project.ts";
import { readHost } from "../../../../cli/project/read-host.ts";
import { InputError } from "../../../../model/errors.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidegate-project-"));
  writeFileSync(join(dir, "Pulumi.yaml"), "name: shop\n");
  writeFileSync(join(dir, "Pulumi.dev.yaml"), "config: {}\n");
  mkdirSync(join(dir, "deep", "down"), { recursive: true });
});

afterEach(() => rmSync(dir, { recursive: true }));

describe("findStack", () => {
  it("finds the project above the folder it is called in", () => {
    expect(findStack(join(dir, "deep", "down"), "dev")).toEqual({ projectDir: dir, project: "shop", stack: "dev" });
  });

  it("names the stacks there are when the one asked for is not among them", () => {
    expect(() => findStack(dir, "prd")).toThrow(InputError);
    expect(() => findStack(dir, "prd")).toThrow('got "prd". There are dev. Correct the name');
  });

  it("says where it looked when there is no project", () => {
    rmSync(join(dir, "Pulumi.yaml"));
    expect(() => findStack(dir, "dev")).toThrow(/^--cwd: no Pulumi.yaml in /);
  });

  it("refuses a project without a name", () => {
    writeFileSync(join(dir, "Pulumi.yaml"), "runtime: nodejs\n");
    expect(() => findStack(dir, "dev")).toThrow("needs at least a `name`");
  });
});

describe("readHost", () => {
  const ref = () => ({ projectDir: dir, project: "shop", stack: "dev" });

  it("is the local engine unless the stack's file says otherwise", () => {
    expect(readHost(ref())).toBe("unix:///var/run/docker.sock");
    writeFileSync(join(dir, "Pulumi.dev.yaml"), "config:\n  tidegate:host: ssh://deploy@prod-1\n");
    expect(readHost(ref())).toBe("ssh://deploy@prod-1");
  });

  it("refuses an encrypted host", () => {
    writeFileSync(join(dir, "Pulumi.dev.yaml"), "config:\n  tidegate:host: { secure: v1:x }\n");
    expect(() => readHost(ref())).toThrow("is no secret");
  });

  it("refuses a file that is no YAML", () => {
    writeFileSync(join(dir, "Pulumi.dev.yaml"), "config: [\n");
    expect(() => readHost(ref())).toThrow(InputError);
  });
});

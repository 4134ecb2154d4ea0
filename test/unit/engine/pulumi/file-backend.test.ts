import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileBackendDir } from "../../../../engine/pulumi/file-backend.ts";

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "tidegate-backend-"));
  writeFileSync(join(project, "Pulumi.yaml"), "name: x\n");
});

afterEach(() => rmSync(project, { recursive: true }));

describe("fileBackendDir", () => {
  it.each([
    ["file:///srv/state", "/srv/state"],
    ["file:///srv/state?no_tmp_dir=true", "/srv/state"],
    ["file://~", homedir()],
    ["file://~/state", join(homedir(), "state")],
  ])("reads %s", (url, dir) => {
    expect(fileBackendDir(project, { PULUMI_BACKEND_URL: url })).toBe(dir);
  });

  it("takes a relative path from the project's folder", () => {
    expect(fileBackendDir(project, { PULUMI_BACKEND_URL: "file://./state" })).toBe(join(project, "state"));
  });

  it("reads the project's own backend before the last sign-in", () => {
    writeFileSync(join(project, "Pulumi.yaml"), "name: x\nbackend: { url: file:///of-project }\n");
    writeFileSync(join(project, "credentials.json"), '{"current": "file:///of-login"}');
    expect(fileBackendDir(project, { PULUMI_HOME: project })).toBe("/of-project");
  });

  it("falls back to the last sign-in", () => {
    writeFileSync(join(project, "credentials.json"), '{"current": "file:///of-login"}');
    expect(fileBackendDir(project, { PULUMI_HOME: project })).toBe("/of-login");
  });

  it("is none for Pulumi Cloud", () => {
    expect(fileBackendDir(project, { PULUMI_BACKEND_URL: "https://api.example.com" })).toBeUndefined();
    expect(fileBackendDir(project, { PULUMI_HOME: project })).toBeUndefined();
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InputError } from "../../../../model/errors.ts";
import { readHost } from "../../../../cli/project/read-host.ts";

let projectDir: string;
const told: string[] = [];
beforeEach(() => {
  projectDir = mkdtempSync(join(tmpdir(), "tg-host-"));
  told.length = 0;
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(projectDir, { recursive: true });
});

function hostOf(config: string): string {
  writeFileSync(join(projectDir, "Pulumi.dev.yaml"), config);
  return readHost({ projectDir, project: "shop", stack: "dev" }, (line) => void told.push(line));
}

describe("readHost", () => {
  it("takes the declared host and says nothing of DOCKER_HOST", () => {
    vi.stubEnv("DOCKER_HOST", "tcp://127.0.0.1:2375");
    expect(hostOf("config:\n  tidegate:host: ssh://deploy@prod-1\n")).toBe("ssh://deploy@prod-1");
    expect(told).toEqual([]);
  });

  it("says which engine is used where none is declared and DOCKER_HOST names another", () => {
    vi.stubEnv("DOCKER_HOST", "unix:///run/user/1000/docker.sock");
    expect(hostOf("config: {}\n")).toBe("unix:///var/run/docker.sock");
    expect(told).toEqual([
      "Pulumi.dev.yaml declares no `tidegate:host`, so unix:///var/run/docker.sock is used, and not " +
        "unix:///run/user/1000/docker.sock, which DOCKER_HOST names. To use that one, set `tidegate:host` to it.",
    ]);
  });

  it("refuses a stack that is on no host, before anybody is asked anything", () => {
    const text = "config:\n  tidegate:platform: aws\n";
    expect(() => hostOf(text)).toThrow(
      new InputError(
        `${join(projectDir, "Pulumi.dev.yaml")}: tidegate:platform: is "aws", where there is no container engine to connect to. ` +
          "docs/aws.md says what there is.",
      ),
    );
    expect(hostOf("config:\n  tidegate:platform: docker\n")).toBe("unix:///var/run/docker.sock");
  });

  it.each([
    ["takes the way to another context away", "unix:///s", "DOCKER_CONTEXT", undefined],
    ["takes ssh's options of the shell away", "ssh://a@b", "DOCKER_SSH_OPTS", undefined],
    ["takes certificates away where they are of no use", "ssh://a@b", "DOCKER_CERT_PATH", undefined],
    ["keeps certificates for tcp", "tcp://a:2376", "DOCKER_CERT_PATH", "/x"],
  ])("%s", (_, host, name, left) => {
    vi.stubEnv(name, "/x");
    expect(hostOf(`config:\n  tidegate:host: ${host}\n`)).toBe(host);
    expect(process.env[name]).toBe(left);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hostsFor } from "../../../../cli/platform/hosts-for.ts";
import { InputError } from "../../../../model/errors.ts";

let projectDir: string;
beforeEach(() => void (projectDir = mkdtempSync(join(tmpdir(), "tg-hosts-"))));
afterEach(() => rmSync(projectDir, { recursive: true }));

function hostsOf(config: string) {
  writeFileSync(join(projectDir, "Pulumi.prod.yaml"), config);
  return hostsFor("prune", { projectDir, project: "shop", stack: "prod" });
}

it("gives the hosts of a stack that has some", () => {
  expect(hostsOf("config:\n  tidegate:host: ssh://deploy@prod-1\n")).toEqual([
    { name: "default", address: "ssh://deploy@prod-1" },
  ]);
});

it("says for a stack on AWS what to use instead", () => {
  expect(() => hostsOf("config:\n  tidegate:platform: aws\n")).toThrow(
    new InputError(
      "prune: is for Docker hosts, and prod is on AWS. ECS removes what has stopped; a lifecycle policy of the image repository " +
        "removes old images.",
    ),
  );
});

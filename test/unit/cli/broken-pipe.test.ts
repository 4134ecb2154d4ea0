import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REPOSITORY } from "../../support/repository.ts";

it.each(["policy list", "policy explain no-latest-tag", "--help", "completion bash"])(
  "%s ends well and without a word when nobody reads what it prints",
  (command) => {
    const line = `set -o pipefail; ${process.execPath} ${join(REPOSITORY, "cli/main.js")} ${command} | true`;
    const { status, stderr } = spawnSync("bash", ["-c", line], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  },
);

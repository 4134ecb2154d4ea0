import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderBash, renderFish, renderZsh } from "../../../../cli/completion/scripts.ts";
import { wordsOf } from "../../../../cli/completion/words.ts";
import { buildProgram } from "../../../../cli/program.ts";
import { REPOSITORY } from "../../../support/repository.ts";

const words = wordsOf(buildProgram());

/** What bash offers after `line`. */
function complete(line: string): string[] {
  const typed = line.split(" ");
  const script = `${renderBash(words)}
tidegate() { ${process.execPath} ${join(REPOSITORY, "cli/main.js")} "$@"; }
COMP_WORDS=(${typed.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${typed.length - 1}
_tidegate
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return spawnSync("bash", ["-c", script], { encoding: "utf8", cwd: REPOSITORY })
    .stdout.split("\n")
    .filter((word) => word !== "");
}

describe("completion", () => {
  it("offers the commands", () => {
    expect(complete("tidegate st")).toEqual(["status"]);
    expect(complete("tidegate ")).toEqual(expect.arrayContaining(["up", "preview", "config", "import-env"]));
  });

  it("offers what belongs to a command, also below another", () => {
    expect(complete("tidegate up --skip")).toEqual(["--skip-preview"]);
    expect(complete("tidegate config ")).toContain("set");
    expect(complete("tidegate config set --sec")).toEqual(["--secret"]);
  });

  it("offers the values of options that have a choice", () => {
    expect(complete("tidegate up --engine ")).toEqual(["pulumi", "embedded"]);
    expect(complete("tidegate logs --color g")).toEqual(["green"]);
  });

  it("offers what only the project knows: stacks, services, rules", () => {
    expect(complete("tidegate up -s p")).toEqual(["prod"]);
    expect(complete("tidegate logs -s dev sh")).toEqual(["shop"]);
    expect(complete("tidegate import-env .env --service ")).toEqual(["shop"]);
    expect(complete("tidegate policy explain no-la")).toEqual(["no-latest-tag"]);
    expect(complete("tidegate completion ")).toEqual(expect.arrayContaining(["bash", "zsh", "fish"]));
    expect(complete("tidegate output -s none ")).not.toContain("error:");
  });

  it("offers nothing that the help hides", () => {
    expect(complete("tidegate comp")).toEqual(["completion"]);
    expect(complete("tidegate status --eng")).toEqual([]);
    expect(complete("tidegate policy list --y")).toEqual([]);
  });

  it("names every command in the scripts of the other shells", () => {
    for (const { path } of words.filter((entry) => entry.path !== "" && !entry.path.includes(" "))) {
      expect(renderFish(words)).toContain(`-a '${path}'`);
      expect(renderZsh(words)).toContain(`"${path}"`);
    }
  });
});

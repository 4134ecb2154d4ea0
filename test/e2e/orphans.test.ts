import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { LABEL } from "../../model/names.ts";
import { enginesPresent } from "../support/engines.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { useEnvironment } from "../support/use-environment.ts";

interface Found {
  hosts: { orphans: { kind: string; name: string; holds: string; why: string; remove: string }[] }[];
}

describe.each(enginesPresent())("orphans, with the %s engine", (engine) => {
  const environment = useEnvironment(engine);
  const orphans = async () => {
    const ran = await environment().tidegate(["orphans", "--engine", engine]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    const found = readJsonLines("orphans", ran.stdout).at(-1) as unknown as Found; // its schema was asserted
    return found.hosts[0]?.orphans ?? [];
  };

  it("are none after an up, then what nobody owns, and none once their commands were run", async () => {
    const { docker, id } = environment();
    expect(await orphans()).toEqual([]);
    const labels = (stack: string, owner?: string) => ({
      [LABEL.project]: id.project,
      [LABEL.stack]: stack,
      ...(owner === undefined ? {} : { [LABEL.environment]: owner }),
    });
    const name = (what: string) => `${id.project}-${what}`;
    await docker.createNetwork({ Name: name("gone"), Labels: labels("gone", "feed") });
    await docker.createVolume({ Name: name("gone-edge"), Labels: labels("gone", "feed") });
    await docker.createVolume({ Name: name("kept"), Labels: labels(id.stack) });
    await docker.createVolume({ Name: name("theirs"), Labels: { ...labels(id.stack, "beef"), [LABEL.color]: "blue" } });

    const found = await orphans();
    expect(found.map((orphan) => [orphan.kind, orphan.name, orphan.holds])).toEqual([
      ["network", name("gone"), "nothing"],
      ["volume", name("theirs"), "nothing"],
      ["volume", name("gone-edge"), "data"],
      ["volume", name("kept"), "data"],
    ]);
    expect(found.map(({ why }) => why)).toEqual([
      expect.stringMatching(/has no Pulumi\.gone\.yaml/),
      expect.stringMatching(/^of environment beef, which no state here knows/),
      expect.stringMatching(/has no Pulumi\.gone\.yaml/),
      expect.stringMatching(/^no container has it; kept/),
    ]);
    for (const { remove } of found) execFileSync("sh", ["-c", remove], { stdio: "ignore" });
    expect(await orphans()).toEqual([]);
  }, 60_000);
});

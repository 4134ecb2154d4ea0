import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../../model/errors.ts";
import { useProject } from "./support/project.ts";

const PACK = join(import.meta.dirname, "../../fixtures/engine-policy");

describe("a policy pack", () => {
  it("refuses by a mandatory rule in the preview, every resource it concerns, and nothing is touched", async () => {
    const project = useProject();
    project.describe([{ name: "a", inputs: { size: 6 } }, { name: "b", inputs: { size: 7 } }, { name: "c" }]);
    const error = await project.run("up", { policyPack: PACK }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PolicyError);
    expect(error).toMatchObject({ exitCode: 4 });
    const rules = project.events.flatMap((event) => (event.type === "policy" ? [`${event.level} ${event.rule}`] : []));
    expect(rules).toEqual(["mandatory not-too-big", "mandatory not-too-big"]);
    expect(project.world.things.size).toBe(0);
  });

  it("refuses a resource in an up without a preview, before it is touched", async () => {
    const project = useProject();
    const run = project.up([{ name: "a", inputs: { size: 6 } }], { policyPack: PACK });
    await expect(run).rejects.toThrow("Thing a: refused by policy not-too-big: Things are at most 5");
    expect(project.world.things.size).toBe(0);
  });

  it("only tells what an advisory rule says", async () => {
    const project = useProject();
    const run = await project.up([{ name: "a", inputs: { size: 4 } }], { policyPack: PACK });
    expect(run.effects).toEqual(["create a"]);
    expect(run.events.filter((event) => event.type === "policy")).toEqual([
      expect.objectContaining({
        pack: "engine-policy",
        rule: "better-small",
        level: "advisory",
        urn: expect.stringContaining("::a") as string,
      }),
    ]);
  });

  it("tells which rules each resource and the stack as a whole were judged by and passed", async () => {
    const project = useProject();
    const { events } = await project.up([{ name: "a", inputs: { size: 4 } }], { policyPack: PACK });
    const judged = events.filter((event) => event.type === "judged");
    const base = { type: "judged", pack: "engine-policy", packVersion: "0.1.0" };
    expect(judged.filter(({ urn }) => urn?.endsWith("::a"))).toEqual([
      {
        ...base,
        passed: ["not-too-big"],
        notApplicable: { "has-owner": "Policy does not implement validateResource" },
        urn: expect.stringContaining("fake:index:Thing::a") as string,
      },
    ]);
    expect(judged.filter(({ urn }) => urn === undefined)).toEqual([
      { ...base, passed: ["not-too-many"], notApplicable: {} },
    ]);
  });

  it("mends what a remediation mends", async () => {
    const project = useProject();
    await project.up([{ name: "a", inputs: { owner: "nobody" } }], { policyPack: PACK });
    expect([...project.world.things.values()]).toEqual([expect.objectContaining({ owner: "somebody" })]);
    expect((await project.up(undefined, { policyPack: PACK })).effects).toEqual([]);
  });

  it("refuses the stack as a whole in the preview", async () => {
    const project = useProject();
    project.describe([{ name: "a" }, { name: "b" }, { name: "c" }]);
    await expect(project.run("preview", { policyPack: PACK })).rejects.toThrow("more than two things");
  });

  it("never gets a secret into a message", async () => {
    const project = useProject();
    project.describe([{ name: "a", inputs: { size: 6, token: { $secret: "open sesame" } } }]);
    await expect(project.run("preview", { policyPack: PACK })).rejects.toThrow("too big, [secret]");
    expect(JSON.stringify(project.events)).not.toContain("open sesame");
  });

  it("that does not start is an error that shows why", async () => {
    const project = useProject();
    project.write("PulumiPolicy.yaml", "main: broken.ts\n");
    project.write("broken.ts", "throw new Error('no such rule');");
    const error = await project.up([{ name: "a" }], { policyPack: project.dir }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining("no such rule") as string });
  });

  it("leaves no process behind, nor does the program", async () => {
    const project = useProject();
    const before = children();
    await project.up([{ name: "a" }], { policyPack: PACK });
    await expect.poll(children, { timeout: 10_000 }).toEqual(before);
  });
});

/** Pids of the processes this one started that have not ended. */
function children(): string[] {
  return readdirSync("/proc/self/task").flatMap((task) => {
    const pids = readFileSync(`/proc/self/task/${task}/children`, "utf8");
    return pids.split(" ").filter((pid) => pid !== "");
  });
}

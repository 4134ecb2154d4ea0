import { describe, expect, it } from "vitest";
import { useProject } from "./support/project.ts";

describe("a secret", () => {
  it("set in the config reaches the program and the provider, and is shown and stored nowhere in clear", async () => {
    const project = useProject();
    project.write("Pulumi.dev.yaml", "# mine\nconfig:\n  test:plain: hello\n");
    const engine = await project.engine();
    await engine.configSet("test:token", "correct horse", { secret: true });
    const file = project.read("Pulumi.dev.yaml");
    expect(file).toContain("# mine");
    expect(file).toContain("secure: v1:");
    expect(file).not.toContain("correct horse");
    project.describe([{ name: "a", inputs: { token: { $secretConfig: "token" }, plain: { $config: "plain" } } }], {
      outputs: { token: { $secretConfig: "token" } },
      log: [{ severity: "info", message: "the token is correct horse" }],
    });
    const run = await project.run("up");
    expect([...project.world.things.values()][0]).toMatchObject({ token: "correct horse", plain: "hello" });
    expect(run.outputs).toEqual({ token: "[secret]" });
    expect(await engine.outputs({ showSecrets: true })).toEqual({ token: "correct horse" });
    expect(JSON.stringify(run.events)).not.toContain("correct horse");
    expect(JSON.stringify(run.events)).toContain("the token is [secret]");
    expect(project.read(".tidegate/state/dev.json")).not.toContain("correct horse");
    expect((await project.run("up")).effects).toEqual([]);
  });

  it("that changes is masked in the difference, and in the provider's error", async () => {
    const project = useProject();
    const list = (token: string) => [{ name: "a", inputs: { token: { $secret: token } } }];
    await project.up(list("first-token"));
    project.world.before = () => {
      throw new Error("cannot sign in with second-token");
    };
    const error = await project.up(list("second-token")).catch(String);
    expect(error).toContain("cannot sign in with [secret]");
    const step = project.events.find((event) => event.type === "step-started" && event.step.op === "update");
    expect(step).toMatchObject({ step: { changes: [{ path: "token", old: "[secret]", new: "[secret]" }] } });
    expect(JSON.stringify(project.events)).not.toMatch(/first-token|second-token/);
    expect(project.read(".tidegate/state/dev.json")).not.toMatch(/first-token|second-token/);
  });

  it("needs the passphrase before anything is touched", async () => {
    const project = useProject();
    delete process.env["PULUMI_CONFIG_PASSPHRASE"];
    const run = project.up([{ name: "a", inputs: { token: { $secret: "x" } } }]);
    await expect(run).rejects.toThrow("PULUMI_CONFIG_PASSPHRASE: is not set");
    expect(project.world.things.size).toBe(0);
  });

  it("cannot be read with a wrong passphrase, which is said", async () => {
    const project = useProject();
    await project.up([{ name: "a", inputs: { token: { $secret: "x" } } }]);
    process.env["PULUMI_CONFIG_PASSPHRASE"] = "wrong";
    await expect(project.up()).rejects.toThrow("dev.json: the passphrase is wrong.");
    expect(await (await project.engine()).recorded()).toEqual({ containers: [], interrupted: false });
  });

  it("sealed with the state's own salt is sealed with the stack file's once there is one", async () => {
    const project = useProject();
    await project.up([{ name: "a", inputs: { token: { $secret: "abc" } } }]);
    await (await project.engine()).configSet("test:other", "def", { secret: true });
    const run = await project.up();
    expect(run.effects).toEqual([]);
    const salt = /encryptionsalt: (.*)/.exec(project.read("Pulumi.dev.yaml"))?.[1];
    expect(JSON.parse(project.read(".tidegate/state/dev.json"))).toMatchObject({ salt });
  });
});

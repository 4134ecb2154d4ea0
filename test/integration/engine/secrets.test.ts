import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useProject } from "./support/project.ts";

describe("a secret", () => {
  it("set in the config reaches the program and the provider, and is shown and stored nowhere in clear", async () => {
    const project = useProject();
    project.write("Pulumi.dev.yaml", "# mine\nconfig:\n  test:plain: hello\n");
    const engine = await project.engine();
    await engine.setSecret("test:token", "correct horse");
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
    expect(await (await project.engine()).recorded()).toEqual({ containers: [], images: [], interrupted: false });
  });

  it("sealed with the state's own salt is sealed with the stack file's once there is one", async () => {
    const project = useProject();
    await project.up([{ name: "a", inputs: { token: { $secret: "abc" } } }]);
    await (await project.engine()).setSecret("test:other", "def");
    const run = await project.up();
    expect(run.effects).toEqual([]);
    const salt = /encryptionsalt: (.*)/.exec(project.read("Pulumi.dev.yaml"))?.[1];
    expect(JSON.parse(project.read(".tidegate/state/dev.json"))).toMatchObject({ salt });
  });

  describe("that is sealed with another passphrase than what is sealed already", () => {
    const SEALED = [{ name: "a", inputs: { token: { $secret: "abc" } } }];

    it.each([
      ["the state alone holds secrets", false],
      ["the stack's file holds some as well", true],
    ])("is refused where %s, and nothing is written", async (_, inFile) => {
      const project = useProject();
      const engine = await project.engine();
      if (inFile) await engine.setSecret("test:first", "def");
      await project.up(SEALED);
      if (!inFile) project.write("Pulumi.dev.yaml", "config: {}\n");
      const before = project.read("Pulumi.dev.yaml");
      process.env["PULUMI_CONFIG_PASSPHRASE"] = "other";
      await expect(engine.setSecret("test:other", "x")).rejects.toThrow("the passphrase is wrong");
      expect(project.read("Pulumi.dev.yaml")).toBe(before);
    });

    it("is refused by either passphrase once a file made elsewhere is put beside the state", async () => {
      const [project, elsewhere] = [useProject(), useProject()];
      await project.up(SEALED);
      process.env["PULUMI_CONFIG_PASSPHRASE"] = "other";
      await (await elsewhere.engine()).setSecret("test:token", "x");
      project.write("Pulumi.dev.yaml", elsewhere.read("Pulumi.dev.yaml"));
      await expect((await project.engine()).setSecret("test:b", "y")).rejects.toThrow(
        /dev\.json: is sealed with another passphrase than .*Pulumi\.dev\.yaml/,
      );
    });
  });

  it.each([undefined, "", "nowhere"])(
    "is not sealed with the passphrase %j, which is said before anything is done",
    async (passphrase) => {
      const project = useProject();
      delete process.env["PULUMI_CONFIG_PASSPHRASE"];
      if (passphrase === "nowhere") process.env["PULUMI_CONFIG_PASSPHRASE_FILE"] = join(project.dir, passphrase);
      else if (passphrase !== undefined) process.env["PULUMI_CONFIG_PASSPHRASE"] = passphrase;
      try {
        const up = project.up([{ name: "a", inputs: { plain: 1 } }]);
        await expect(up).rejects.toThrow(/^PULUMI_CONFIG_PASSPHRASE(?:_FILE)?: (?:is not set|is empty|cannot be read)/);
        expect(project.events).toEqual([]);
        expect(project.world.things.size).toBe(0);
        await expect((await project.engine()).setSecret("test:a", "b")).rejects.toThrow("PULUMI_CONFIG_PASSPHRASE");
      } finally {
        delete process.env["PULUMI_CONFIG_PASSPHRASE_FILE"];
      }
    },
  );

  it("may be sealed with an empty passphrase where that is said to be meant", async () => {
    const project = useProject();
    process.env["PULUMI_CONFIG_PASSPHRASE"] = "";
    process.env["TIDEGATE_EMPTY_PASSPHRASE"] = "1";
    try {
      await project.up([{ name: "a", inputs: { token: { $secret: "abc" } } }]);
      expect(project.world.things.size).toBe(1);
    } finally {
      delete process.env["TIDEGATE_EMPTY_PASSPHRASE"];
    }
  });
});

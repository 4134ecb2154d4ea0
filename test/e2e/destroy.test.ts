import { describe, expect, it } from "vitest";
import { readFile } from "../../docker/read-files.ts";
import { entrySchema } from "../../model/ledger.ts";
import { ledgerVolumeName } from "../../model/names.ts";
import { enginesPresent, type EngineName } from "../support/engines.ts";
import { createEnvironment, release, type Environment } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { leftOf } from "../support/remove-all.ts";
import { waitForVersion } from "../support/wait-until.ts";

describe.each(enginesPresent())("a destroy with the %s engine", (engine) => {
  it("leaves nothing of an environment whose edge was stopped by hand", async () => {
    await withEnvironment(engine, async (environment) => {
      await environment.docker.getContainer(environment.edge).stop({ t: 0 });
      const { ran } = await environment.run("destroy");
      expect(ran.exitCode).toBe(0);
      expect(await left(environment)).toEqual([ledgerVolumeName(environment.id)]);
      expect(ran.stderr).toContain(`docker volume rm ${ledgerVolumeName(environment.id)}`);
    });
  }, 180_000);

  it.each(["secrets:after-volume", "secrets:before-fill", "secrets:after-fill"])(
    "leaves nothing of a run that was killed at %s, and not before it has succeeded",
    async (point) => {
      await withEnvironment(engine, async (environment) => {
        environment.shop.green = { ...release("v2"), secrets: ["TOKEN"] };
        const killed = await environment.tryUp({ env: { TIDEGATE_FAIL_POINT: point }, args: ["--skip-preview"] });
        expect(killed.ran.exitCode, `${point} was not reached`).not.toBe(0);
        expect((await left(environment)).some((name) => name.includes("-green-secrets-"))).toBe(true);

        expect((await environment.run("destroy")).ran.exitCode).toBe(0);
        expect(await left(environment)).toEqual([ledgerVolumeName(environment.id)]);
      });
    },
    180_000,
  );

  it("keeps the ledger, and the next environment of the stack goes on with it", async () => {
    await withEnvironment(engine, async (environment) => {
      const first = await heads(environment);
      expect((await environment.run("destroy")).ran.exitCode).toBe(0);
      await environment.up();
      expect(await heads(environment)).toEqual([...first, 3, 4]);
    });
  }, 180_000);

  it("keeps the secrets of what serves when it is refused", async () => {
    await withEnvironment(engine, async (environment) => {
      const before = await left(environment);
      const wrong = { env: { PULUMI_CONFIG_PASSPHRASE: "not the passphrase" } };
      expect((await environment.run("destroy", wrong)).ran.exitCode).toBe(2);
      expect(await left(environment)).toEqual(before);
      expect(before.some((name) => name.includes("-blue-secrets-"))).toBe(true);
      await waitForVersion(environment.url, VERSIONS.v1);
    });
  }, 180_000);
});

/** An environment that serves v1 with a secret; gone afterwards, whatever came of it. */
async function withEnvironment(engine: EngineName, use: (environment: Environment) => Promise<void>): Promise<void> {
  const environment = await createEnvironment(engine);
  try {
    Object.assign(environment.shop, { replicas: 1, blue: { ...release("v1"), secrets: ["TOKEN"] } });
    environment.write();
    const args = ["config", "set", "--secret", "--path", "tidegate:secrets.shop.TOKEN", "s3cret", "--engine", engine];
    expect((await environment.tidegate(args, { json: false })).exitCode).toBe(0);
    await environment.up();
    await use(environment);
  } finally {
    await environment.remove();
  }
}

/** Numbers of the entries that the edge's ledger has. */
async function heads({ docker, edge }: Environment): Promise<number[]> {
  const lines = (await readFile(docker, edge, "/var/lib/tidegate-ledger/000001.jsonl")).split("\n").slice(0, -1);
  return lines.map((line) => entrySchema.parse(JSON.parse(line)).number);
}

async function left({ docker, id }: Environment): Promise<string[]> {
  return (await leftOf(docker, `${id.project}-`)).toSorted();
}

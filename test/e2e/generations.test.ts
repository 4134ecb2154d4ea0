import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { execIn } from "../../docker/exec.ts";
import { EXIT } from "../../model/errors.ts";
import { childOf } from "../support/child-of.ts";
import { enginesPresent } from "../support/engines.ts";
import { release, type Environment } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { changesOf } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitForVersion, waitUntil } from "../support/wait-until.ts";

describe.each(enginesPresent())("generations with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    created.shop.green = release("v2");
    await created.up();
  });

  const expectNothingLeft = async () => expect(changesOf(await environment().up())).toEqual({});

  it("counts every switch, and nothing else", async () => {
    const before = (await environment().record()).generation;
    await environment().flip("green");
    expect((await environment().record()).generation).toBe(before + 1);
    await expectNothingLeft();
    expect((await environment().record()).generation).toBe(before + 1);
    await environment().flip("blue");
    expect((await environment().record()).generation).toBe(before + 2);
  }, 90_000);

  it("changes nothing when the config is put back by hand before anything ran", async () => {
    const before = await environment().record();
    environment().shop.activeColor = "green";
    environment().write();
    environment().shop.activeColor = "blue";
    await expectNothingLeft();
    expect(await environment().record()).toEqual(before);
  }, 60_000);

  it("puts a map changed by hand back to what is declared", async () => {
    const load = await environment().startLoad({ clients: { slow: 0, upload: 0, stream: 0 } });
    load.announce(VERSIONS.v2);
    await setMapByHand(environment(), "green");
    await waitForVersion(environment().url, VERSIONS.v2);
    load.announce(VERSIONS.v1);
    await environment().up();
    await waitForVersion(environment().url, VERSIONS.v1);
    await expectUnnoticed(load);
    expect((await environment().observe()).services["shop"]?.workers).toEqual(["blue"]);
    await expectNothingLeft();
  }, 60_000);

  it("serves the declared color again after the edge's volume was lost", async () => {
    const { docker, edge, edgeVolume } = environment();
    await docker.getContainer(edge).remove({ force: true });
    await docker.getVolume(edgeVolume).remove();
    await environment().up();
    await waitForVersion(environment().url, VERSIONS.v1);
    expect((await environment().record()).generation).toBeGreaterThan(1_700_000_000);
    await expectNothingLeft();
  }, 90_000);

  it("makes an edge container anew that was removed by hand, with the same color active", async () => {
    const before = await environment().record();
    await environment().docker.getContainer(environment().edge).remove({ force: true });
    await environment().up();
    await waitForVersion(environment().url, VERSIONS.v1);
    expect((await environment().record()).active).toBe(before.active);
    await expectNothingLeft();
  }, 90_000);

  it("lets one of two ups at once do it and tells the other to run again", async () => {
    environment().shop.activeColor = "green";
    const runs = await Promise.all([environment().tryUp(), environment().tryUp()]);
    const codes = runs.map((run) => run.ran.exitCode).toSorted();
    expect(codes[0]).toBe(EXIT.done);
    expect([EXIT.done, EXIT.busy]).toContain(codes[1]);
    const refused = runs.filter((run) => run.ran.exitCode === EXIT.busy);
    for (const { text } of refused) expect(text).toMatch(/held by `tidegate up|in use by another run|[Rr]un again/);
    expect((await environment().record()).active).toBe("green");
    await expectNothingLeft();
  }, 90_000);

  it("switches nothing when the run that started a gate is killed meanwhile", async () => {
    const { shop } = environment();
    await environment().flip("green");
    const before = await environment().record();
    shop.activeColor = "blue";
    shop.blue = { ...release("v1", { environment: { APP_START_DELAY: "4000" } }), version: "1.5.0" };
    environment().write();
    const run = environment().run("up", {
      onStart: (pid) =>
        void waitUntil("a cutover to run", () => cutoverOf(environment())).then(() =>
          process.kill(engine === "embedded" ? pid : childOf(pid), "SIGKILL"),
        ),
    });
    expect((await run).ran.exitCode).not.toBe(EXIT.done);
    await waitUntil("the new replica to be healthy", async () => {
      const answer = await fetch(environment().previewUrl);
      return answer.headers.get("x-version") === VERSIONS.v1 ? true : undefined;
    });
    await waitUntil("the cutover to end", async () =>
      (await cutoverOf(environment())) === undefined ? true : undefined,
    );
    const { config, ...served } = await environment().record();
    expect({ ...served, config: before.config }).toEqual(before);
    expect(config, "the edge knew the new release already").not.toEqual(before.config);
    await environment().up();
    expect((await environment().record()).active).toBe("blue");
    await expectNothingLeft();
  }, 120_000);
});

/** Process of the command that gates and switches for this environment now, if there is one. */
async function cutoverOf({ id }: Environment): Promise<number | undefined> {
  for (const pid of await readdir("/proc")) {
    const [command, variables] = await Promise.all(
      ["cmdline", "environ"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "")), // it may have ended
    );
    const runs = command?.endsWith("\0cutover\0") ?? false;
    if (runs && variables?.split("\0").includes(`TIDEGATE_PROJECT=${id.project}`)) return Number(pid);
  }
  return undefined;
}

/** What somebody with a shell in the edge could do. */
async function setMapByHand(environment: Environment, color: string): Promise<void> {
  const script =
    "f=$(find /run/tidegate /var/lib/tidegate -name active.map | head -1); s=$(find /run/tidegate -name 'master*' -type s | head -1); " +
    `echo "@1 set map $f shop shop.${color}" | socat - "$s"`;
  const ran = await execIn(environment.docker, environment.edge, ["sh", "-c", script]);
  if (ran.exitCode !== 0) throw new Error(`the map could not be set: ${ran.stderr}`);
}

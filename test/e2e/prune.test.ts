import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RETENTION_FAIL_POINTS } from "../../delivery/retention/fail-points.ts";
import { EXIT } from "../../model/errors.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, type Environment } from "../support/environment.ts";
import { forgetImages, ownRelease } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { changesOf } from "../support/run.ts";
import { waitForVersion, waitUntil } from "../support/wait-until.ts";

interface Pruned {
  hosts: { unread: string[]; images: { names: string[]; goes: boolean; why: string; outcome: string | null }[] }[];
  bytes: number;
}

describe.each(enginesPresent())("a prune, with the %s engine", (engine) => {
  let environment: Environment;
  let images: Record<string, string>;
  const tidegate = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    environment.tidegate([...args, "--engine", engine], { env });
  const stage = (color: "blue" | "green", version: string) => {
    environment.shop[color] = { version, image: images[version] };
    environment.shop.activeColor = color;
    return environment.up();
  };

  /** Once every edge on this machine can be read: other tests break theirs. */
  const prune = (args: readonly string[]) =>
    waitUntil("a prune that can read all edges", async () => {
      const ran = await tidegate(["prune", "--keep", "0", ...args]);
      expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
      const result = readJsonLines("prune", ran.stdout).at(-1) as unknown as Pruned; // its schema was asserted
      return result.hosts[0]?.unread.length === 0 ? result : undefined;
    });
  const versionsOf = ({ hosts }: Pruned, goes: boolean) =>
    Object.entries(images)
      .filter(([, reference]) => {
        const name = reference.replace(/:[^:/@]+@/, "@");
        return hosts[0]?.images.some((image) => image.names.includes(name) && image.goes === goes);
      })
      .map(([version]) => version);

  beforeAll(async () => {
    environment = await createEnvironment(engine);
    const { project } = environment.id;
    const versions = ["1.0.0", "2.0.0", "3.0.0", "4.0.0"].map((version) => `${version}-${project}`);
    const made: [string, string][] = [];
    for (const version of versions)
      made.push([version, await ownRelease(environment.docker, `${project}/shop`, version)]);
    images = Object.fromEntries(made);
    for (const [index, version] of versions.entries()) await stage(index % 2 === 0 ? "blue" : "green", version);
  }, 240_000);

  afterAll(async () => {
    await environment.remove();
    await forgetImages(environment.docker, environment.id.project);
  }, 60_000);

  const named = (...versions: number[]) => versions.map((version) => `${version}.0.0-${environment.id.project}`);

  it("asks nobody without a terminal, and shows without removing", async () => {
    const asked = await environment.tidegate(["prune"], { json: false });
    expect(asked.exitCode).toBe(EXIT.input);
    expect(asked.stderr).toContain("tidegate prune: there is no terminal to ask on");
    for (const _twice of [1, 2]) {
      const dry = await prune(["--dry-run"]);
      expect([versionsOf(dry, true), versionsOf(dry, false)]).toEqual([named(1, 2), named(3, 4)]);
      expect(dry.bytes).toBeGreaterThan(0);
    }
  });

  it("keeps the last releases that it is told to keep", async () => {
    const dry = await prune(["--dry-run", "--keep", "3"]);
    expect(versionsOf(dry, true)).toEqual(named(1));
    expect(dry.hosts[0]?.images.map(({ why }) => why)).toContain("one of the last 3 verified releases of shop");
  });

  it("ends right after it was killed in the middle, keeps the way back, and finds nothing the second time", async () => {
    const points = RETENTION_FAIL_POINTS.filter((point) => point.endsWith("image"));
    for (const point of points) {
      const killed = await waitUntil("a prune that is killed", async () => {
        const ran = await tidegate(["prune", "--keep", "0", "--yes"], { TIDEGATE_FAIL_POINT: point });
        return ran.signal === null ? undefined : ran; // nothing went where an edge could not be read
      });
      expect(killed.signal).toBe("SIGKILL");
    }
    const pruned = await prune(["--yes"]);
    expect(pruned.hosts[0]?.images.filter(({ outcome }) => outcome === "removed")).toHaveLength(1);
    const again = await prune(["--yes"]);
    expect([versionsOf(again, true), versionsOf(again, false)]).toEqual([[], named(3, 4)]);
    expect(again.bytes).toBe(0);
  });

  it("leaves an up that changes nothing, and a rollback that works", async () => {
    expect(changesOf(await environment.up())).toEqual({});
    const ran = await tidegate(["rollback", "shop", "--no-policy-pack"]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    await waitForVersion(environment.url, named(3)[0] ?? "");
  }, 60_000);

  it("has left images that can be had again, and is done at the end of an up where the stack's file says so", async () => {
    environment.shop.green = { version: "1.0.1", image: images[named(1)[0] ?? ""] };
    environment.config["retention"] = { keep: 0, afterRelease: true };
    environment.shop.activeColor = "blue";
    await environment.up(); // no traffic moves
    await waitUntil("an up that can read all edges", async () => {
      const color = environment.shop.activeColor === "blue" ? "green" : "blue";
      const { ran } = await environment.flip(color);
      return /^retention: 1 image removed, up to \d+ MB freed\.$/m.test(ran.stderr) || undefined;
    });
    expect(versionsOf(await prune(["--dry-run"]), false)).toEqual(named(1, 3));
  }, 120_000);
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Color } from "../../model/color.ts";
import { enginesPresent } from "../support/engines.ts";
import { release, shopService, type Environment, type StackConfig } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { changesOf } from "../support/run.ts";
import { sampled } from "../support/soak.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitForVersion } from "../support/wait-until.ts";

const ROUTES: Readonly<Record<string, object>> = {
  cart: { route: { path: "/" } },
  pay: { route: { path: "/pay", stripPrefix: true } },
};
const MEMBERS = Object.keys(ROUTES);

describe.each(enginesPresent())("services of a group, with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    created.config.services = Object.fromEntries(
      MEMBERS.map((name, order) => {
        const quick = { replicas: 1, gate: { passes: 2, interval: "50ms", within: "10s" } };
        return [name, { ...shopService(), ...quick, group: "checkout", order, ...ROUTES[name] }];
      }),
    );
  });
  const actives = async () => {
    const { services } = await environment().observe();
    return MEMBERS.map((name) => services[name]?.record?.active);
  };
  const served = (version: string) =>
    Promise.all(["", "/pay"].map((path) => waitForVersion(`${environment().url}${path}`, version)));
  const declare = (color: Color, made: (name: string) => object) => {
    for (const name of MEMBERS) Object.assign(environment().service(name), { activeColor: color, [color]: made(name) });
  };

  it("go back to nobody together where one is red after their first switch", async () => {
    declare("blue", (name) => ({
      ...{ ...release("v1"), version: "0.9.0" },
      ...(name === "pay" ? { smoke: [{ path: "/pay", contains: "what nobody says", when: "after" }] } : {}),
    }));
    const { ran, text } = await environment().tryUp({ args: ["--skip-preview"] });
    expect(ran.exitCode, text).toBe(5);
    expect(text).toContain("cart: traffic is back on nobody together with pay.");
    expect(await actives()).toEqual([null, null]);
    expect((await fetch(environment().url)).status).toBe(503);
    declare("blue", () => release("v1"));
    await environment().up({ args: ["--skip-preview"] });
    await served(VERSIONS.v1);
  }, 120_000);

  it("move together and lose no request", async () => {
    declare("green", () => release("v2"));
    const load = await environment().startLoad();
    load.announce(VERSIONS.v2);
    const visitor = visit(environment().url);
    const run = await environment().up();
    const versions = await visitor.leave();
    expect(versions.slice(versions.indexOf(VERSIONS.v2))).not.toContain(VERSIONS.v1);
    expect(versions).toContain(VERSIONS.v1);
    expect(run.text).toContain("checkout: traffic of cart, pay moves at one moment, or of none of them");
    expect(await load.stop()).toMatchObject({ lost: 0, backwards: 0, failures: [] });
    await served(VERSIONS.v2);
    const records = await Promise.all(MEMBERS.map((name) => environment().record(name)));
    expect(records.map(({ movedWith }) => movedWith)).toEqual([
      { group: "checkout", services: [{ service: "pay", generation: records[1]?.generation }] },
      { group: "checkout", services: [{ service: "cart", generation: records[0]?.generation }] },
    ]);
    expect(changesOf(await environment().up())).toEqual({});
  }, 120_000);

  it("go back together with one command, at one moment, lose no request, and come in line", async () => {
    const load = await environment().startLoad();
    load.announce(VERSIONS.v1);
    const ran = await environment().tidegate(["rollback", "cart", "--engine", engine, "--no-policy-pack"]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    expect(readJsonLines("rollback", ran.stdout).at(-1)).toMatchObject({
      ...{ service: "cart", to: "blue", version: VERSIONS.v1 },
      together: [{ service: "pay", from: "green", to: "blue", version: VERSIONS.v1 }],
    });
    expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
    await served(VERSIONS.v1);
    expect(declaredColors(environment())).toEqual(["blue", "blue"]);
    for (const name of MEMBERS) environment().service(name).activeColor = "blue";
    expect(changesOf(await environment().up())).toEqual({});
  }, 120_000);

  it("stay where they are, all of them, where one is red", async () => {
    declare("green", (name) => ({
      ...{ ...release("v2"), version: "2.1.0" },
      ...(name === "pay" ? { smoke: [{ path: "/", contains: "what nobody says" }] } : {}),
    }));
    const { ran, text } = await environment().tryUp();
    expect(ran.exitCode, text).toBe(3);
    expect(text).toContain("Group checkout moves together or not at all: none of cart, pay was moved.");
    expect(await actives()).toEqual(["blue", "blue"]);
    await served(VERSIONS.v1);
  }, 120_000);

  it("go back together where one turns out red after the switch, and lose no request", async () => {
    const load = await environment().startLoad();
    declare("green", (name) => ({
      ...{ ...release("v2"), version: "2.2.0" },
      ...(name === "pay" ? { smoke: [{ path: "/pay", contains: "what nobody says", when: "after" }] } : {}),
    }));
    const { ran, text } = await environment().tryUp();
    expect(ran.exitCode, text).toBe(5);
    expect(text).toContain("pay: green (version 2.2.0) got the traffic and failed its smoke requests");
    expect(text).toContain("cart: traffic is back on blue together with pay.");
    expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
    expect(await actives()).toEqual(["blue", "blue"]);
    await served(VERSIONS.v1);
  }, 120_000);

  it.each(sampled(["switch:after-entry", "group:after-plan", "group:after-one-record", "switch:after-map"]))(
    "are never apart where the run is killed at %s",
    async (point) => {
      const [now] = await actives();
      const color = now === "blue" ? "green" : "blue";
      const version = color === "blue" ? "v1" : "v2";
      declare(color, () => ({ ...release(version), version: `${VERSIONS[version]}-${point.replace(/\W/g, "-")}` }));
      const killed = await environment().tryUp({ env: { TIDEGATE_FAIL_POINT: point }, args: ["--skip-preview"] });
      expect(killed.ran.exitCode, killed.text).not.toBe(0);
      const [cart, pay] = await actives();
      expect(cart).toBe(pay);
      await environment().up({ args: ["--skip-preview"] });
      expect(await actives()).toEqual([color, color]);
      await served(VERSIONS[version]);
      expect(changesOf(await environment().up({ args: ["--skip-preview"] }))).toEqual({});
    },
    120_000,
  );

  it("may be released one by one, whatever the other is like, and then go back one by one", async () => {
    const [now] = await actives();
    const color = now === "blue" ? "green" : "blue";
    const red = environment().docker.getContainer(environment().replica(now ?? "blue", 0, "cart"));
    await red.stop({ t: 1 });
    Object.assign(environment().service("pay"), {
      activeColor: color,
      [color]: { ...release("v2"), version: "2.3.0" },
    });
    await environment().up();
    await red.start();
    const together = await environment().tidegate(["rollback", "cart"]);
    expect(together.exitCode).toBe(2);
    expect(together.stdout).toContain(
      "the last switch moved it together with pay, and traffic of pay has been switched since",
    );
    const alone = await environment().tidegate(["rollback", "pay", "--traffic-only"]);
    expect(alone.exitCode, alone.stdout + alone.stderr).toBe(0);
    expect(await actives()).toEqual([now, now]);
  }, 120_000);
});

/** Somebody who asks both services in turn, as fast as they answer. */
function visit(url: string): { leave: () => Promise<string[]> } {
  let isThere = true;
  const visited = (async () => {
    const versions: string[] = [];
    for (let turn = 0; isThere; turn++) {
      const answer = await fetch(`${url}${turn % 2 === 0 ? "/version" : "/pay/version"}`);
      versions.push(((await answer.json()) as { version: string }).version);
    }
    return versions;
  })();
  return {
    leave() {
      isThere = false;
      return visited;
    },
  };
}

function declaredColors({ stackFile }: Environment): unknown[] {
  const declared = parse(readFileSync(stackFile, "utf8")) as { config: Record<string, StackConfig["services"]> };
  return MEMBERS.map((name) => declared.config["tidegate:services"]?.[name]?.activeColor);
}

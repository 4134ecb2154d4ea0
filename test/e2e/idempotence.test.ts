import { describe, expect, it } from "vitest";
import { ledgerVolumeName } from "../../model/names.ts";
import { enginesPresent } from "../support/engines.ts";
import { release } from "../support/environment.ts";
import { leftOf } from "../support/remove-all.ts";
import { changesOf } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";

describe.each(enginesPresent())("a repeated run with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    created.shop.green = release("v2");
    created.shop.activeColor = "green";
    await created.up();
  });

  it.each(["up", "preview", "refresh", "up"] as const)(
    "shows no change: %s",
    async (command) => {
      const run = await environment().run(command);
      expect(run.ran.exitCode).toBe(0);
      expect(changesOf(run)).toEqual({});
    },
    60_000,
  );

  it("tells in one sentence what will happen to the traffic, and touches nothing", async () => {
    environment().shop.activeColor = "blue";
    const before = await environment().observe();
    // Blue has never served, so this is its first cutover.
    environment().write();
    const run = await environment().run("preview");
    expect(run.text).toContain("shop: traffic moves green → blue after 2 replicas pass; 0 active containers touched");
    expect({ ...(await environment().observe()), observedAt: 0 }).toEqual({ ...before, observedAt: 0 });
    environment().shop.activeColor = "green";
  }, 60_000);

  it("leaves nothing but its ledger on the host when it is destroyed", async () => {
    const run = await environment().run("destroy");
    expect(run.ran.exitCode).toBe(0);
    const { docker, id } = environment();
    expect(await leftOf(docker, `${id.project}-`)).toEqual([ledgerVolumeName(id)]);
  }, 60_000);
});

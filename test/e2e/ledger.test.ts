import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ledgerVerifyResult } from "../../cli/commands/ledger-verify.ts";
import { storySchema } from "../../cli/ledger/story-result.ts";
import { execIn } from "../../docker/exec.ts";
import { EXIT } from "../../model/errors.ts";
import { createEnvironment, release, type Environment } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { waitForVersion } from "../support/wait-until.ts";

const historySchema = z.looseObject({ releases: z.array(storySchema), total: z.int() });

describe("the ledger of an environment", () => {
  let environment: Environment;
  const tidegate = (...args: string[]) => environment.tidegate(args, { json: false });
  /** What a command prints, once it has ended well. */
  const printed = async (...args: string[]) => {
    const ran = await tidegate(...args);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(EXIT.done);
    return ran.stdout;
  };
  const history = async () => {
    const ran = await environment.tidegate(["history"]);
    return historySchema.parse(readJsonLines("history", ran.stdout).at(-1)).releases;
  };
  const verify = async (...args: string[]) => {
    const ran = await environment.tidegate(["ledger", "verify", ...args]);
    return { exitCode: ran.exitCode, result: readJsonLines(ledgerVerifyResult.command, ran.stdout).at(-1) };
  };

  beforeAll(async () => {
    environment = await createEnvironment("embedded");
    await environment.up({ args: ["--reason", "the first one", "--ticket", "OPS-1"] });
    environment.shop.activeColor = "green";
    environment.shop.green = release("v2", { limits: { memory: "300MiB" } });
    await environment.up({ args: ["--reason", "a faster basket", "--ticket", "OPS-2", "--class", "normal"] });

    environment.shop.activeColor = "blue";
    environment.shop.blue = { ...release("v3"), version: "3.0.0" };
    environment.shop["gate"] = { passes: 3, interval: "100ms", within: "2s" };
    expect((await environment.tryUp()).ran.exitCode).toBe(EXIT.gateRed);

    environment.shop.activeColor = "green";
    environment.shop.blue = release("v1");
    await environment.up();
    await printed("rollback", "shop", "--reason", "the basket is empty", "--engine", "embedded", "--no-policy-pack");
    environment.shop.activeColor = "blue";
  }, 240_000);
  afterAll(() => environment.remove(), 60_000);

  it("tells every release, the newest first, with how it ended and by whom", async () => {
    const releases = await history();
    expect(releases.map(({ purpose, to, end }) => [purpose, to?.version, end.how])).toEqual([
      ["rollback", VERSIONS.v1, "verified"],
      ["release", "3.0.0", "refused"],
      ["release", VERSIONS.v2, "verified"],
      ["release", VERSIONS.v1, "verified"],
    ]);
    expect(releases.map(({ change: { reason, ticket } }) => [reason, ticket])).toEqual([
      ...[
        ["the basket is empty", null],
        [null, null],
        ["a faster basket", "OPS-2"],
        ["the first one", "OPS-1"],
      ],
    ]);
    const text = await printed("history", "shop", "--limit", "2");
    expect(text.split("\n")).toHaveLength(3);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("shows a release with all that was said, and what it changed", async () => {
    const text = await printed("show", `shop@${VERSIONS.v2}`);
    expect(text).toMatch(/reason {2,}a faster basket\n/);
    expect(text).toMatch(/limits\.memory\n {4}before {2}"\d+MiB"\n {4}after {3}"300MiB"\n/);
    expect(text).toMatch(/served until[^#]*rollback\s+#\d+\n/);
    expect(await printed("show", "shop", "3.0.0")).toMatch(/problem +stage gate: /);
    const none = await tidegate("show", "shop@9.9.9");
    expect(none.exitCode).toBe(EXIT.input);
    expect(none.stderr).toContain("tells of no release of shop 9.9.9");
  });

  it("prints a change record that an auditor can keep", async () => {
    const page = await printed("change-record", `shop@${VERSIONS.v2}`, "--format", "html");
    expect(page).toMatch(/^<!doctype html>[^]*OPS-2[^]*yes, from the first entry to the head[^]*<\/html>\n$/);
    expect(await printed("change-record", `shop@${VERSIONS.v2}`)).toContain("class          normal\n");
  });

  it("is proved, and so is a copy, against the head of the last run", async () => {
    const { exitCode, result } = await verify();
    expect([exitCode, result?.["breaks"]]).toEqual([EXIT.done, []]);
    const { number, hash } = z.object({ number: z.int(), hash: z.string() }).parse(result?.["head"]);
    const copy = join(environment.dir, "ledger.jsonl");
    writeFileSync(copy, await printed("ledger", "export"));
    expect(await verify("--file", copy, "--head", `${number}:${hash}`)).toMatchObject({
      exitCode: EXIT.done,
      result: { head: { number, hash }, exported: { project: environment.id.project, stack: environment.id.stack } },
    });
    expect((await verify("--head", `${number + 1}:${hash}`)).exitCode).toBe(EXIT.gateRed);
  });

  it("is a table of releases, and an event for each switch", async () => {
    const rows = (await printed("ledger", "export", "--csv")).split("\r\n");
    expect(rows).toHaveLength(1 + 4 + 1);
    const events = (await printed("ledger", "export", "--cdevents", "--service", "shop")).trim().split("\n");
    expect(events.map((event) => /service\.(\w+)\./.exec(event)?.[1])).toEqual(["deployed", "upgraded", "rolledback"]);
  });

  it("comes to figures: as text, for machines and as a page", async () => {
    const file = join(environment.dir, "reports", "figures.html");
    const text = await printed("report", "--since", "1d", "--html", file);
    expect(text).toMatch(/change fail rate +50 % +1 of 2 deployments\n/);
    expect(text).toMatch(/failed deployment recovery time +[\d.]+m?s +median of 1 failed deployment\n/);
    expect(text).toMatch(/success rate +66\.7 % +2 of 3 ended releases\n/);
    expect(text).toContain("\nRefused by\n  health  1\n");
    expect(readFileSync(file, "utf8")).toMatch(/^<!doctype html>[^]*<circle[^]*<\/html>\n$/);

    const ran = await environment.tidegate(["report", "--service", "shop", "--until", "0s"]);
    expect(readJsonLines("report", ran.stdout).at(-1)).toMatchObject({
      ...{ ok: true, service: "shop", html: null, proof: { verified: true } },
      total: {
        deployments: 2,
        perWeek: null,
        attempts: { verified: 2, refused: 1 },
        toReturn: { rollback: { known: 1 } },
      },
    });
    const none = await tidegate("report", "--since", "1d", "--until", "2d");
    expect([none.exitCode, none.stderr]).toEqual([
      EXIT.input,
      expect.stringContaining("--since: must be before --until"),
    ]);
  });

  it("lets no release through once a byte of it is changed, and every rollback", async () => {
    const line = "sed -i s/OPS-2/OPS-9/ /var/lib/tidegate-ledger/000001.jsonl";
    expect((await execIn(environment.docker, environment.edge, ["sh", "-c", line])).exitCode).toBe(0);
    const { exitCode, result } = await verify();
    expect(exitCode).toBe(EXIT.gateRed);
    expect(result?.["breaks"]).toMatchObject([{ kind: "changed", number: 3 }]);

    environment.shop.green = { ...release("v2"), version: "2.0.1" };
    environment.shop.activeColor = "green";
    const refused = await environment.tryUp();
    expect(refused.ran.exitCode).toBe(EXIT.input);
    expect(refused.text).toContain("the ledger is not what was written");

    await printed("rollback", "shop", "--to", VERSIONS.v2, "--traffic-only", "--reason", "it is well after all");
    await waitForVersion(environment.url, VERSIONS.v2);
    expect((await history())[0]).toMatchObject({ purpose: "rollback", end: { how: "verified" } });
  }, 120_000);

  it("goes on when somebody says why", async () => {
    const without = await tidegate("ledger", "accept");
    expect(without.exitCode).toBe(EXIT.input);
    expect(await printed("ledger", "accept", "--reason", "a test of ours")).toMatch(
      /^test: releases may begin again, although entry 4 was not written [^]*\nledger: entry \d+, /,
    );
    expect(await verify()).toMatchObject({
      exitCode: EXIT.done,
      result: { breaks: [], accepted: [{ number: 3, reason: "a test of ours" }] },
    });
    expect(await printed("history", "--limit", "1")).toMatch(/^#\d+ .* {2}\(ledger\) {2}from #3 {2}accepted /);
    const again = await tidegate("ledger", "accept", "--reason", "once more");
    expect(again.exitCode).toBe(EXIT.input);
    expect(again.stderr).toContain("There is nothing to go on with.");

    environment.shop.activeColor = "blue";
    environment.shop.blue = { ...release("v1"), version: "1.0.1" };
    environment.shop.green = release("v2", { limits: { memory: "300MiB" } });
    await environment.up();
    expect((await history())[0]).toMatchObject({ to: { version: "1.0.1" }, end: { how: "verified" } });
  }, 120_000);
});

import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createContext } from "../../../setup/context.ts";
import { loadImages } from "../../../setup/images/images-file.ts";
import type { SetupContext, Step } from "../../../setup/step.ts";
import { pushedImageStep } from "../../../setup/steps/pushed-image.ts";

const DOCKERFILE = "FROM debian:forky-slim\nARG GREETING\nCOPY page.txt /page.txt\nENV GREETING=$GREETING\n";

let name: string;
let context: SetupContext;
let step: Step;

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), "tidegate-image-"));
  mkdirSync(join(root, "images", "page"), { recursive: true });
  context = { ...createContext({ yes: true, note: () => {} }), root };
  name = `tidegate/test-${randomBytes(4).toString("hex")}:1`;
  step = pushedImageStep({ key: "page", folder: "page", name, buildArguments: { GREETING: "moin" } });
  write("Dockerfile", DOCKERFILE);
  write("page.txt", `${name}\n`); // an image of its own for each test
});
afterEach(async () => {
  const digest = loadImages(context.root)["page"]?.digest;
  const url = `http://127.0.0.1:${context.registryPort}/v2/${repository()}/manifests/${digest}`;
  if (digest !== undefined) await fetch(url, { method: "DELETE" });
  const image = await context.docker
    .getImage(reference())
    .inspect()
    .catch(() => undefined); // a test may have built none
  if (image !== undefined) await context.docker.getImage(image.Id).remove({ force: true });
  rmSync(context.root, { recursive: true });
});

const repository = () => name.slice(0, name.indexOf(":"));
const reference = () => `127.0.0.1:${context.registryPort}/${name}`;
const write = (file: string, text: string) => writeFileSync(join(context.root, "images", "page", file), text);

describe("an image step", () => {
  it("builds, pushes and writes down the digest under which the registry has it", async () => {
    expect(await step.check(context)).toEqual({ ok: false, detail: "not built" });
    await step.ensure(context);
    expect(await step.check(context)).toMatchObject({ ok: true });
    const { digest = "" } = loadImages(context.root)["page"] ?? {};
    const { RepoDigests, Config } = await context.docker.getImage(reference()).inspect();
    expect(RepoDigests).toEqual([`127.0.0.1:${context.registryPort}/${repository()}@${digest}`]);
    expect(Config.Env).toContain("GREETING=moin");
  });

  it("builds again when the folder changed, and only then", async () => {
    await step.ensure(context);
    const { Id } = await context.docker.getImage(reference()).inspect();
    await step.ensure(context);
    expect(await context.docker.getImage(reference()).inspect()).toMatchObject({ Id });
    write("page.txt", "two\n");
    expect(await step.check(context)).toEqual({ ok: false, detail: "images/page has changed since it was built" });
    await step.ensure(context);
    expect((await context.docker.getImage(reference()).inspect()).Id).not.toBe(Id);
    await context.docker.getImage(Id).remove({ force: true });
  });

  it("pushes again what the registry has lost", async () => {
    await step.ensure(context);
    const digest = loadImages(context.root)["page"]?.digest;
    await fetch(`http://127.0.0.1:${context.registryPort}/v2/${repository()}/manifests/${digest}`, {
      method: "DELETE",
    });
    expect(await step.check(context)).toEqual({ ok: false, detail: "not in the local registry" });
    await step.ensure(context);
    expect(await step.check(context)).toMatchObject({ ok: true });
    expect(loadImages(context.root)["page"]?.digest).toBe(digest);
  });

  it("is known to the engine by its alias too, whatever the registry's port", async () => {
    const alias = `127.0.0.1:1/${name}`;
    const aliased = pushedImageStep({ key: "page", folder: "page", name, alias });
    await aliased.ensure(context);
    expect(await aliased.check(context)).toMatchObject({ ok: true });
    await context.docker.getImage(alias).remove();
    expect(await aliased.check(context)).toEqual({ ok: false, detail: `the engine does not know it as ${alias}` });
  });

  it("keeps a Dockerfile that .dockerignore names", async () => {
    write(".dockerignore", "Dockerfile\n");
    await step.ensure(context);
    expect(await step.check(context)).toMatchObject({ ok: true });
  });

  it("shows the builder's last lines when the build fails", async () => {
    write("Dockerfile", "FROM debian:forky-slim\nRUN echo about to fail && exit 9\n");
    const failure = step.ensure(context);
    await expect(failure).rejects.toThrow(/returned a non-zero code: 9\n(?: {2}.*\n)* {2}about to fail\n/);
  });

  it("says so when its folder is not there", async () => {
    rmSync(join(context.root, "images", "page", "Dockerfile"));
    await expect(step.ensure(context)).rejects.toThrow("images/page has no Dockerfile. Check it out again.");
  });
});

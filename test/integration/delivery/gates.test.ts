import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { GATES } from "../../../delivery/gates/all-gates.ts";
import type { GateContext } from "../../../delivery/gates/gate.ts";
import { hostPlace } from "../../../delivery/gates/host-place.ts";
import { probeHost, readEngine } from "../../../delivery/gates/probe-host.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { readChange } from "../../../model/change.ts";
import { gatesSchema, type GateId } from "../../../model/gates/gates.ts";
import { releaseSchema } from "../../../model/release.ts";
import { digestOf, Repository } from "../../support/push-artifact.ts";
import { freePorts } from "../../support/free-port.ts";
import { demoImage, registryAddress, VERSIONS } from "../../support/images.ts";
import { Stage, until } from "../edge/stage.ts";

/** Version 1 serves from blue; version 2 is about to serve from green. */
const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
}, 60_000);
afterAll(() => stage.remove());

const FIXTURES = fileURLToPath(new URL("../../fixtures/cosign/", import.meta.url));
const fixture = (name: string) => readFileSync(join(FIXTURES, name));
const REGISTRY = registryAddress();
const DIGEST = digestOf(fixture("manifest.json"));

const IMAGE_BLOBS = ["config.json", "layer.txt"];
/** What cosign puts beside an image: blobs, and the manifests of it by the tags under which a registry without referrers has them. */
const BESIDE: Readonly<
  Record<
    "none" | "tag" | "bundle" | "attestation" | "attestation bundle",
    [blobs: string[], manifests: [tag: string, file: string][]]
  >
> = {
  none: [[], []],
  tag: [["payload.json", "signature-config.json"], [[".sig", "signature-manifest.json"]]],
  bundle: [
    ["bundle.json"],
    [
      ["-bundle", "bundle-manifest.json"],
      ["", "referrers.json"],
    ],
  ],
  attestation: [["attestation-envelope.json", "attestation-config.json"], [[".att", "attestation-manifest.json"]]],
  "attestation bundle": [
    ["attestation-bundle.json"],
    [
      ["-bundle", "attestation-bundle-manifest.json"],
      ["", "attestation-referrers.json"],
    ],
  ],
};

/** The image of the fixtures, in a repository of its own in the local registry, with what cosign has put beside it there. */
async function pushSigned(name: string, kind: keyof typeof BESIDE): Promise<string> {
  const reference = `${REGISTRY}/tidegate-test/${name}`;
  const repository = new Repository(reference);
  const [blobs, manifests] = BESIDE[kind];
  for (const blob of [...IMAGE_BLOBS, ...blobs].map(fixture)) await repository.blob(blob);
  await repository.blob(Buffer.from("{}"));
  await repository.manifest("1", fixture("manifest.json"));
  for (const [tag, file] of manifests) await repository.manifest(`${DIGEST.replace(":", "-")}${tag}`, fixture(file));
  return `${reference}:1@${DIGEST}`;
}

function context(settings: object = {}): GateContext {
  const release = releaseSchema.parse({ version: VERSIONS.v2, image: demoImage("v2"), ...settings });
  return {
    request: {
      ...{ id: stage.id, tier: "prod", service: "shop", color: "green", release, replicas: 1, generation: 1_001 },
      change: readChange({}, "jane@laptop"),
    },
    variables: {},
    projectDir: FIXTURES,
    place: hostPlace({ docker: stage.docker, observe: () => observeHost(stage.docker, stage.id) }),
  };
}

const ask = (id: GateId, settings: object, of = context()) => GATES[id].ask(gatesSchema.parse({ [id]: settings }), of);

describe("the gate of the host", () => {
  it("finds out everything about a host that serves", async () => {
    const seen = await probeHost(context(), AbortSignal.timeout(30_000));
    expect(seen).toMatchObject({
      ...{ engine: expect.stringMatching(/^\d+\.\d+/) as string, clockOffMs: 0, troubles: [] },
      image: { isThere: true },
      servingImage: { image: demoImage("v1"), isThere: true },
    });
    expect(seen.freeBytes).toBeGreaterThan(1024 ** 2);
    expect(seen.memory?.availableBytes).toBeGreaterThan(1024 ** 2);
    expect(seen.memory?.ownBytes).toBeGreaterThan(1024 ** 2); // of green's replica, which runs already
    expect(seen.image?.bytes).toBeGreaterThan(1024 ** 2);
  });

  it("tells all that is wrong at once", async () => {
    const result = await ask("host", { engine: "999", disk: "1024GiB" }, context({ limits: { memory: "1024GiB" } }));
    expect(result).toMatchObject({ verdict: "fail" });
    expect(result.seen).toMatch(
      /^the engine is .*; \d+ MiB free on the disk, where .*; \d+ MiB of memory available, where/,
    );
  });

  it("names another service of the environment that is in trouble", async () => {
    const ofBlog = { ...context(), request: { ...context().request, service: "blog" } };
    const troubles = async () => (await probeHost(ofBlog, AbortSignal.timeout(30_000))).troubles.join("; ");
    const blue = stage.docker.getContainer(stage.replica("blue"));
    expect(await troubles()).toBe("");
    await blue.pause();
    try {
      const degraded = "shop is degraded: no replica of blue passes its checks";
      await until("the proxy sees it", async () => (await troubles()) === degraded);
      const asked = await ask("host", { disk: "1MiB", keep: 0 }, ofBlog);
      expect(asked).toMatchObject({ verdict: "fail", seen: degraded });
    } finally {
      await blue.unpause();
    }
    await blue.stop();
    expect(await troubles()).toContain(`shop, which serves from blue, has ${stage.replica("blue")} in state exited`);
    await blue.start();
    await until("blue serves again", async () => (await stage.get(stage.url)).status === 200);
  });

  it("asks the registry for the size of an image that is not there yet", async () => {
    const image = `${REGISTRY}/tidegate/none:1.0.0`;
    expect(await ask("host", {}, context({ image }))).toMatchObject({
      ...{ verdict: "inconclusive", seen: "not known: how large the image is" },
    });
  });
});

describe("the gate of the image", () => {
  const SIGNED = { signature: { key: "cosign.pub" } };

  it("looks at what the host has", async () => {
    const { verdict, seen } = await ask("image", { maxSize: "1024GiB" });
    expect(seen).toMatch(/^on the host; linux\/\w+; USER 10001:10001; \d+ MiB$/);
    expect(verdict).toBe("pass");
  });

  it("looks into the registry where the host has it not, for the host's platform", async () => {
    const image = await pushSigned("unsigned", "none");
    const { platform } = await readEngine(stage.docker);
    const result = await ask("image", SIGNED, context({ image, user: "10002" }));
    expect(result.verdict).toBe("fail");
    expect(result.seen).toBe(
      `${platform === "linux/amd64" ? "" : `it is for linux/amd64, and is to run on ${platform}; `}it is made for USER 10001:10001, ` +
        "and the release runs as 10002; it is not signed",
    );
  });

  it.each(["tag", "bundle"] as const)("finds what cosign has put beside it: a %s", async (kind) => {
    const image = await pushSigned(`signed-by-${kind}`, kind);
    expect((await ask("image", SIGNED, context({ image }))).seen).toContain("; signed by cosign.pub");
  });

  it.each([{ payload: "payload.json", signature: "signature.txt" }, { bundle: "bundle.json" }])(
    "takes a signature from files: %j",
    async (files) => {
      const image = await pushSigned("unsigned", "none");
      const settings = { signature: { ...SIGNED.signature, ...files } };
      expect((await ask("image", settings, context({ image }))).seen).toContain("; signed by cosign.pub");
      const other = await ask("image", settings); // the demo app, which nobody has signed
      expect(other.seen).toBe(`it is not signed by cosign.pub: its signature is for another image, ${DIGEST}`);
    },
  );

  it.each(["attestation", "attestation bundle"] as const)("finds what was attested beside it: as %s", async (kind) => {
    const image = await pushSigned(`with-${kind.replace(" ", "-")}`, kind);
    const asked = async (more = {}) =>
      (await ask("image", { attestation: { key: "attestation.pub", ...more } }, context({ image }))).seen;
    const slsa = "https://slsa.dev/provenance/v1";
    expect(await asked()).toContain(`; attested by attestation.pub (${slsa})`);
    expect(await asked({ key: "cosign.pub" })).toBe(
      `it is not attested by cosign.pub (${slsa}): its attestation is not by this key`,
    );
    expect(await asked({ type: "https://spdx.dev/Document" })).toBe(
      "it has no attestation of https://spdx.dev/Document",
    );
    expect((await ask("image", SIGNED, context({ image }))).seen).toBe("it is not signed"); // an attestation is no signature
  });

  it("takes an attestation from a file", async () => {
    const image = await pushSigned("unsigned", "none");
    const settings = { attestation: { key: "attestation.pub", bundle: "attestation-bundle.json" } };
    expect((await ask("image", settings, context({ image }))).seen).toContain("; attested by attestation.pub (");
    expect((await ask("image", settings)).seen).toContain(`: its attestation is for another image, ${DIGEST}`);
  });

  it("is closed where nobody has the image", async () => {
    const image = `${REGISTRY}/tidegate-test/none:1.0.0`;
    expect(await ask("image", {}, context({ image }))).toMatchObject({
      ...{ verdict: "fail", seen: `there is no ${image}, neither where it is to run nor in its registry` },
    });
  });

  it("is closed while the registry is gone: nobody knows whether what is on the host was signed", async () => {
    const [port] = await freePorts(1);
    const image = `127.0.0.1:${port}/tidegate/demo:2.0.0@${demoImage("v2").split("@")[1]}`;
    await stage.docker.getImage(demoImage("v2")).tag({ repo: `127.0.0.1:${port}/tidegate/demo`, tag: "2.0.0" });
    try {
      const result = await ask("image", SIGNED, context({ image: image.split("@")[0] }));
      expect(result).toMatchObject({ verdict: "fail" });
      expect(result.seen).toBe("it is named by its tag alone, which no signature can be for");
      expect(await ask("image", SIGNED, context({ image }))).toMatchObject({
        verdict: "inconclusive",
        seen: expect.stringMatching(/the registry 127\.0\.0\.1:\d+ is out of reach from this machine \(/) as string,
      });
    } finally {
      await stage.docker.getImage(`127.0.0.1:${port}/tidegate/demo:2.0.0`).remove();
    }
  });
});

describe("the gate of reports", () => {
  it("holds a report's commit against the image's label", async () => {
    const image = await pushSigned("unsigned", "none");
    const folder = mkdtempSync(join(tmpdir(), "tidegate-reports-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const asked = (commit: string) => {
      const property = `<properties><property name="commit" value="${commit}"/></properties>`;
      writeFileSync(join(folder, "junit.xml"), `<testsuite>${property}<testcase name="a"/></testsuite>`);
      return ask("reports", { junit: { path: "junit.xml" } }, { ...context({ image }), projectDir: folder });
    };
    expect(await asked("0123456789abcdef0123456789abcdef01234567")).toMatchObject({ verdict: "pass" });
    expect((await asked("fedcba9")).seen).toBe(
      "junit.xml is of commit fedcba9, and the image of 0123456789abcdef0123456789abcdef01234567",
    );
  });
});

describe("the gate of the way back", () => {
  it("finds what a rollback would go to", async () => {
    expect(await ask("wayBack", {})).toMatchObject({ verdict: "pass", seen: "back to 1.0.0 on blue" });
    const over = { ...context(), request: { ...context().request, color: "blue" as const } };
    expect(await ask("wayBack", {}, over)).toMatchObject({
      verdict: "fail",
      seen: "green has nothing that has served",
    });
  });

  it("is closed while what served before does not run", async () => {
    const blue = stage.docker.getContainer(stage.replica("blue"));
    await blue.stop();
    expect((await ask("wayBack", {})).seen).toBe("0 of 1 replicas of 1.0.0 on blue run");
    await blue.start();
    await until("blue serves again", async () => (await stage.get(stage.url)).status === 200);
  });
});

describe("the gate of proof elsewhere", () => {
  it("reads what a stack's own ledger says, on its host", async () => {
    const projectDir = mkdtempSync(join(tmpdir(), "tidegate-proof-"));
    onTestFinished(() => rmSync(projectDir, { recursive: true }));
    writeFileSync(join(projectDir, `Pulumi.${stage.id.stack}.yaml`), "config: {}\n");
    const settings = { stack: stage.id.stack, for: "0s" };
    const asked = (image: string) => ask("provenIn", settings, { ...context({ image }), projectDir });
    expect((await asked(demoImage("v2"))).seen).toBe("test has never served this digest");
    expect(await asked(demoImage("v1"))).toMatchObject({
      verdict: "pass",
      seen: expect.stringMatching(/^test has served it for \w+ \(version 1\.0\.0\); the same settings$/) as string,
    });
  });
});

import { expect, test, vi } from "vitest";
import { useFakeRegistry } from "./support/fake-registry.ts";
import { docker, dockerProvider, IMAGE, make, useFixture } from "./support/fixture.ts";

const provider = dockerProvider("remoteImage");

test("takes an image that the engine has, without asking a registry", async () => {
  const { context, lines } = useFixture();
  const image = await make(provider, { name: IMAGE, keepLocally: true }, context);
  const { Id } = await docker.getImage(IMAGE).inspect();
  expect(image).toMatchObject({ id: `${Id}${IMAGE}`, outputs: { imageId: Id } });
  expect(lines).toEqual([]);
  expect(provider.diff(image, image.inputs).changes).toEqual([]);
});

test("pulls a missing image by tag and by digest, and shows that it does", async () => {
  const { context, lines } = useFixture();
  const registry = await useFakeRegistry();
  const byTag = await make(provider, { name: `${registry.image}:1.0` }, context);
  expect(byTag.outputs["repoDigest"]).toBe(`${registry.image}@${registry.digest}`);
  expect(lines[0]).toBe(`pulling ${registry.image}:1.0`);
  expect(lines.some((line) => line.includes("Pull complete"))).toBe(true);

  await provider.delete(byTag, context);
  expect(await provider.read(byTag, context)).toBeNull();
  await provider.delete(byTag, context);

  const byDigest = await make(provider, { name: `${registry.image}:1.0@${registry.digest}` }, context);
  expect(byDigest.outputs["imageId"]).toBe(byTag.outputs["imageId"]);
  expect(await provider.read(byDigest, context)).toEqual({ inputs: byDigest.inputs, outputs: byDigest.outputs });
});

test("keeps the image when it is told to", async () => {
  const { context } = useFixture();
  const registry = await useFakeRegistry();
  const image = await make(provider, { name: `${registry.image}:1.0`, keepLocally: true }, context);
  await provider.delete(image, context);
  expect(await provider.read(image, context)).not.toBeNull();
});

test("logs in where the provider has a login for the registry", async () => {
  const { context } = useFixture();
  const registry = await useFakeRegistry({ login: "robot:hunter2" });
  const auth = [{ address: registry.address, username: "robot", password: "hunter2" }];
  const withLogin = dockerProvider("remoteImage", { registryAuth: JSON.stringify(auth) });
  await make(withLogin, { name: `${registry.image}:1.0` }, context);
  expect(new Set(registry.pulls)).toEqual(new Set(["robot"]));
});

test.each([
  ["no such tag", {}, ":9.9", [], "without a login"],
  ["no such digest", {}, `@sha256:${"0".repeat(64)}`, [], "without a login"],
  ["no login", { login: "robot:hunter2" }, ":1.0", [], "without a login"],
  ["a wrong login", { login: "robot:hunter2" }, ":1.0", [{ username: "robot", password: "wrong" }], "as robot"],
])("says which image, registry and login when a pull fails: %s", async (_title, options, reference, logins, who) => {
  const { context } = useFixture();
  const registry = await useFakeRegistry(options);
  const registryAuth = logins.map((login) => ({ address: registry.address, ...login }));
  const pulling = dockerProvider("remoteImage", { registryAuth });
  const failure = make(pulling, { name: `${registry.image}${reference}` }, context);
  await expect(failure).rejects.toThrow(
    `the image ${registry.image}${reference} cannot be pulled from ${registry.address} ${who}: `,
  );
  await expect(failure).rejects.toThrow(/^(?!.*(?:hunter2|wrong)).*Check its name and digest/s);
});

test("says so when nothing answers at the registry's address", async () => {
  const { context } = useFixture();
  const failure = make(provider, { name: "127.0.0.1:9/acme/note:1.0" }, context);
  await expect(failure).rejects.toThrow(/cannot be pulled from 127\.0\.0\.1:9 without a login: .*refused/);
});

test("ends a pull when it is aborted", async () => {
  const { context, abort } = useFixture();
  const registry = await useFakeRegistry({ stalls: true });
  const pull = make(provider, { name: `${registry.image}:1.0` }, context);
  const ended = expect(pull).rejects.toThrow(/abort/i);
  await vi.waitFor(() => expect(registry.stalled).toBe(true), 20_000);
  abort();
  await ended;
});

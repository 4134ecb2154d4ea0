import { expect, test } from "vitest";
import { docker, dockerProvider, IMAGE, make, useFixture } from "./support/fixture.ts";

const provider = dockerProvider("volume");

test("makes a volume, reads it without a difference, and removes it", async () => {
  const { name, labels, context } = useFixture();
  const volume = await make(provider, { name, labels }, context);
  expect(volume).toMatchObject({ id: name, outputs: { name, labels, driver: "local" } });

  const read = await provider.read(volume, context);
  expect(read?.inputs).toEqual(volume.inputs);
  expect(provider.diff({ ...volume, ...read }, volume.inputs).changes).toEqual([]);

  await provider.delete(volume, context);
  expect(await provider.read(volume, context)).toBeNull();
  await provider.delete(volume, context);
});

test("adopts a volume that an interrupted run left", async () => {
  const { name, labels, context } = useFixture();
  const left = await make(provider, { name, labels }, context);
  expect(await provider.findOrphan?.(left.inputs, context)).toEqual({ id: name, outputs: left.outputs });
});

test("never throws away a volume of this environment that has other settings", async () => {
  const { name, labels, context } = useFixture();
  const left = await make(provider, { name, labels }, context);
  const wanted = provider.check({ name, labels: [...labels, { label: "more", value: "1" }] });
  await expect(provider.findOrphan?.(wanted, context)).rejects.toThrow("Its data is not thrown away unasked");
  expect(await provider.read(left, context)).not.toBeNull();
});

test("never takes over a volume that belongs to somebody else, which Docker would hand out", async () => {
  const { name, labels, context } = useFixture();
  await docker.createVolume({ Name: name });
  const wanted = provider.check({ name, labels });
  const complaint = `the volume ${name} exists already and carries no environment id`;
  await expect(provider.findOrphan?.(wanted, context)).rejects.toThrow(complaint);
  await expect(provider.create(wanted, context)).rejects.toThrow(complaint);
});

test("takes up a volume that outlives its environment, data and all, and no other", async () => {
  const { name, context } = useFixture();
  const lasting = ["project", "role", "stack"].map((key) => ({ label: `tidegate.${key}`, value: name }));
  const [first, ...others] = lasting;
  const left = await make(provider, { name, labels: lasting }, context);
  expect(await make(provider, { name, labels: lasting }, context)).toMatchObject({ id: name, outputs: left.outputs });
  expect(await provider.findOrphan?.(left.inputs, context)).toEqual({ id: name, outputs: left.outputs });

  const foreign = provider.check({ name, labels: [{ ...first, value: "another" }, ...others] });
  await expect(provider.create(foreign, context)).rejects.toThrow("exists already");
  await expect(provider.findOrphan?.(foreign, context)).rejects.toThrow("exists already");
});

test("says what keeps a volume from being removed", async () => {
  const { name, labels, context, abort } = useFixture();
  const volume = await make(provider, { name, labels }, context);
  await docker.createContainer({ name, Image: IMAGE, Cmd: ["true"], HostConfig: { Binds: [`${name}:/data`] } });
  abort();
  await expect(provider.delete(volume, context)).rejects.toThrow(/removing the volume .* Remove what uses it first\./);
});

import { expect, test } from "vitest";
import { PROVIDER_FAIL_POINTS } from "../../../engine/embedded/providers/fail-points.ts";
import { useFakeRegistry } from "./support/fake-registry.ts";
import { docker, dockerProvider, IMAGE, make, useFixture, type Fixture } from "./support/fixture.ts";
import { interrupt } from "./support/interrupt.ts";

const containers = dockerProvider("container");
const images = dockerProvider("remoteImage");
const pointsOf = (type: string) => PROVIDER_FAIL_POINTS.filter((point) => point.startsWith(`${type}:`));

async function wantedContainer({ name, labels, context }: Fixture) {
  const network = await make(dockerProvider("network"), { name, labels }, context);
  const networksAdvanced = [{ name: network.id, aliases: ["shop"] }];
  return containers.check({ name, labels, image: IMAGE, command: ["sleep", "600"], networksAdvanced });
}

test.each(pointsOf("container").filter((point) => point !== "container:after-stop"))(
  "ends with one whole container when it was killed at %s",
  async (point) => {
    const fixture = useFixture();
    const inputs = await wantedContainer(fixture);
    expect(await interrupt({ type: "container", operation: "create", inputs }, point)).toBe("SIGKILL");
    const { id } =
      (await containers.findOrphan?.(inputs, fixture.context)) ?? (await containers.create(inputs, fixture.context));

    const there = await docker.listContainers({ all: true, filters: { name: [fixture.name] } });
    expect(there.map(({ Id, State }) => [Id, State])).toEqual([[id, "running"]]);
    const { Networks } = (await docker.getContainer(id).inspect()).NetworkSettings;
    expect(Object.keys(Networks)).toEqual([fixture.name]);
  },
);

test("removes a container whose removal was killed at container:after-stop", async () => {
  const fixture = useFixture();
  const existing = await make(containers, await wantedContainer(fixture), fixture.context);
  const task = { type: "container", operation: "delete", inputs: {}, existing } as const;
  expect(await interrupt(task, "container:after-stop")).toBe("SIGKILL");
  expect(await containers.read(existing, fixture.context)).not.toBeNull();
  await containers.delete(existing, fixture.context);
  expect(await containers.read(existing, fixture.context)).toBeNull();
});

test.each(pointsOf("image"))("has the image when its pull was killed at %s", async (point) => {
  const { context } = useFixture();
  const { image } = await useFakeRegistry();
  const inputs = images.check({ name: `${image}:1.0`, keepLocally: true });
  expect(await interrupt({ type: "remoteImage", operation: "create", inputs }, point)).toBe("SIGKILL");
  const { outputs } = await images.create(inputs, context);
  expect(outputs["imageId"]).toBe((await docker.getImage(`${image}:1.0`).inspect()).Id);
});

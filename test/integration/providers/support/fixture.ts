import { randomBytes } from "node:crypto";
import Docker from "dockerode";
import { onTestFinished } from "vitest";
import type {
  Created,
  Existing,
  OperationContext,
  PlainObject,
  ResourceProvider,
} from "../../../../engine/embedded/provider.ts";
import { packages } from "../../../../engine/embedded/providers/index.ts";
import { LABEL } from "../../../../model/names.ts";

export const docker = new Docker();
export const IMAGE = "debian:forky-slim";

/** What a test works with: names of its own, and everything that carries them removed at its end. */
export interface Fixture {
  /** Name for everything of this test. */
  name: string;
  /** Environment id, on every resource made through {@link labels}. */
  environment: string;
  labels: PlainObject[];
  context: OperationContext;
  /** Everything that was logged. */
  lines: string[];
  /** Ends the operation under way. */
  abort: () => void;
}

/** For one test; everything labelled with its environment or named like it goes when the test ends. */
export function useFixture(): Fixture {
  const id = randomBytes(4).toString("hex");
  const name = `tidegate-test-${id}`;
  const lines: string[] = [];
  const controller = new AbortController();
  onTestFinished(async () => {
    for (const container of await docker.listContainers({ all: true, filters: { name: [name] } })) {
      await docker.getContainer(container.Id).remove({ force: true, v: true });
    }
    for (const network of await docker.listNetworks({ filters: { name: [name] } })) {
      await docker.getNetwork(network.Id).remove();
    }
    for (const volume of (await docker.listVolumes({ filters: { name: [name] } })).Volumes) {
      await docker.getVolume(volume.Name).remove();
    }
  });
  return {
    name,
    environment: id,
    labels: [{ label: LABEL.environment, value: id }],
    context: {
      signal: controller.signal,
      interrupt: new AbortController().signal,
      log: (_severity, message) => void lines.push(message),
    },
    lines,
    abort: () => controller.abort(),
  };
}

/** The provider of a docker resource type, on the local engine or with another config. */
export function dockerProvider(
  name: "network" | "volume" | "remoteImage" | "container",
  config: PlainObject = {},
): ResourceProvider {
  const provider = packages["docker"]?.(config, { programDir: "/" }).find(({ type }) =>
    type.startsWith(`docker:index/${name}:`),
  );
  if (provider === undefined) throw new Error(`no provider for ${name}`);
  return provider;
}

/** Checks and creates, and gives what the engine's state would hold of it. */
export async function make(
  provider: ResourceProvider,
  inputs: PlainObject,
  context: OperationContext,
): Promise<Existing & Created> {
  const checked = provider.check(inputs);
  return { ...(await provider.create(checked, context)), inputs: checked };
}

import type Docker from "dockerode";
import { unlessMissing } from "../docker/connect.ts";

/** What is wrong with the networks of others that replicas are to join: those that the host has not. */
export async function missingNetworks(docker: Docker, names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(names.map((name) => unlessMissing(docker.getNetwork(name).inspect())));
  return names
    .filter((_, index) => found[index] === undefined)
    .map(
      (name) => `network.attach: the host has no network ${JSON.stringify(name)}. Make it first, or correct the name.`,
    );
}

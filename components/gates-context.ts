import * as pulumi from "@pulumi/pulumi";
import { hostPlace } from "../delivery/gates/host-place.ts";
import type { GateContext } from "../delivery/gates/gate.ts";
import type { GateRequest } from "../delivery/gates/request.ts";
import { thisUser } from "../model/this-user.ts";
import { connectDocker } from "../docker/connect.ts";
import { readChange } from "../model/change.ts";
import type { Environment, EnvironmentHost } from "./environment.ts";

/** What a forecast may ask: the host, unless a snapshot stands in for it, and what the program has seen of it. */
export function gatesContext(
  environment: Environment,
  host: EnvironmentHost,
  {
    service,
    color,
    release,
    replicas,
    generation,
  }: Pick<GateRequest, "service" | "color" | "release" | "replicas" | "generation">,
): GateContext {
  const { id, tier } = environment;
  return {
    request: { id, tier, service, color, release, replicas, generation, change: readChange(process.env, thisUser()) },
    variables: process.env,
    projectDir: pulumi.getRootDirectory(),
    place: environment.isReached
      ? hostPlace({ docker: connectDocker(host.address), observe: () => Promise.resolve(host.observed) })
      : null,
  };
}

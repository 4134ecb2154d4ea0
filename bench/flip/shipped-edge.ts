import { execIn } from "../../docker/exec.ts";
import { PATHS } from "../../edge/haproxy/paths.ts";
import { networkName } from "../../model/names.ts";
import type { EngineName } from "../../test/support/engines.ts";
import { createEnvironment, type Environment, type ServiceConfig } from "../../test/support/environment.ts";
import { waitUntil } from "../../test/support/wait-until.ts";
import { whenInterrupted } from "./interrupted.ts";
import type { Way } from "./way.ts";

/** What each color of the quick app answers in `X-Version`. */
export const VERSIONS = { blue: "1.0.0", green: "2.0.0" } as const;

/** The quick app on both colors, `replicas` of each. */
export function quickService(image: string, replicas: number): ServiceConfig {
  const release = (version: string) => ({ version, image, environment: { APP_VERSION: version } });
  return {
    activeColor: "blue",
    replicas,
    drain: "1s",
    blue: release(VERSIONS.blue),
    green: release(VERSIONS.green),
    release: { limits: { cpus: 2 } },
  };
}

/** An environment of the benchmark's, not brought up yet, that goes when the benchmark is interrupted. */
export async function createBenchEnvironment(engine: EngineName): Promise<Environment> {
  const environment = await createEnvironment(engine, "bench");
  whenInterrupted(() => environment.remove());
  return environment;
}

/** An environment as a user would have it, brought up by `tidegate up`, with the quick app as its service. */
export async function createQuickEnvironment(engine: EngineName, image: string): Promise<Environment> {
  const environment = await createBenchEnvironment(engine);
  try {
    environment.config.services["shop"] = quickService(image, 1);
    await environment.up();
    return environment;
  } catch (error) {
    await environment.remove();
    throw error;
  }
}

/** The lines of the edge's config that a duty of its consists of, as `sed -E` finds them. */
const DUTIES = {
  log: "^ *log ring@",
  counters: String.raw`^ *http-(request|after-response) (track-sc0|sc-|allow if|set-var\(txn\.(began|took)\))`,
  canary: String.raw`txn\.(canary|number|drawn|share|stable)\b`,
} as const;

/** Starts an edge again without one of its duties, as no setting would. */
export async function leaveOut(duty: keyof typeof DUTIES, { docker, edge, url }: Environment): Promise<void> {
  const command = ["sed", "-E", "-i", `/${DUTIES[duty]}/d`, PATHS.baseText];
  const { exitCode, stderr } = await execIn(docker, edge, command);
  if (exitCode !== 0) throw new Error(`the ${duty} could not be left out: ${stderr}`);
  await docker.getContainer(edge).restart();
  await waitUntil(`the edge without its ${duty}`, async () => {
    const answer = await fetch(url).catch(() => undefined);
    return answer?.status === 200 ? true : undefined;
  });
}

/** The edge as shipped, flipped by whole `tidegate up`s; a flip's own time is what the cutover says its switch took. */
export function shippedWay(environment: Environment): Way {
  return {
    name: "HAProxy, map as shipped",
    url: environment.url,
    inside: { network: networkName(environment.id), address: `${environment.edge}:8080` },
    versions: VERSIONS,
    flip: async (color) => {
      const { report } = await environment.flip(color);
      const verdict = report?.verdicts.find(({ verb }) => verb === "cutover");
      if (typeof verdict?.switchMs !== "number") throw new Error("the cutover did not say how long its switch took");
      return verdict.switchMs;
    },
    remove: () => environment.remove(),
  };
}

import { connectDocker, LOCAL_HOST } from "../../../docker/connect.ts";
import { textOfFrames } from "../../../docker/log-frames.ts";
import { AGENT_USER, SMOKE_PROGRAM } from "../../../model/agent-image.ts";
import { setUpImage } from "../images.ts";
import type { RunContainer } from "./smoke-runner.ts";

const CERTIFICATE = "/trusted.pem";

export interface SmokeContainerArgs {
  /** Name of the load balancer, which leads to loopback from inside alone. */
  host: string;
  /** File with the certificate of what answers there. */
  trusted: string;
}

/** Runs the program from the image that set-up has built, hardened as the task definition has it. */
export function asContainer({ host, trusted }: SmokeContainerArgs): RunContainer {
  const docker = connectDocker(LOCAL_HOST);
  return async (environment) => {
    const variables = { ...environment, NODE_EXTRA_CA_CERTS: CERTIFICATE };
    const container = await docker.createContainer({
      Image: setUpImage("agent"),
      Entrypoint: ["node", SMOKE_PROGRAM],
      User: AGENT_USER,
      Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
      HostConfig: {
        ...{ Init: true, ReadonlyRootfs: true, CapDrop: ["ALL"], NetworkMode: "host" },
        ...{ ExtraHosts: [`${host}:127.0.0.1`], Binds: [`${trusted}:${CERTIFICATE}:ro`] },
      },
    });
    try {
      await container.start();
      const { StatusCode } = (await container.wait()) as { StatusCode: number }; // the engine's own form
      const logged = await container.logs({ follow: false, stdout: true, stderr: true });
      return { stdout: textOfFrames(logged), exitCode: StatusCode };
    } finally {
      await container.remove({ force: true, v: true });
    }
  };
}

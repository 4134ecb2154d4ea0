import type Docker from "dockerode";
import { BENCH_IMAGE } from "./bench-host.ts";

const REPOSITORY = `127.0.0.1:${process.env["TIDEGATE_REGISTRY_PORT"] ?? "5000"}/tidegate/bench-app`;
const TAG = "1.0.0";

/** The app that answers at once, as an image of the local registry, where a release can name it. */
export async function pushBenchApp(docker: Docker): Promise<string> {
  await docker.getImage(BENCH_IMAGE).tag({ repo: REPOSITORY, tag: TAG });
  const stream = await docker.getImage(`${REPOSITORY}:${TAG}`).push({ authconfig: {} });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)));
  });
  return `${REPOSITORY}:${TAG}`;
}

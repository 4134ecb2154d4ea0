import type Docker from "dockerode";
import { proxyVariables } from "./proxies.ts";
import { packFolder } from "./pack-folder.ts";
import { orRefused, readEngineOutput } from "./engine-output.ts";

/** Label with {@link contentHash}, so that an image is built again only when its folder changed. */
export const CONTENT_LABEL = "tidegate.content";

/** Builds the image of `folder` on the host's network and tags it; throws an InputError with the builder's last lines. */
export async function buildImage(
  docker: Docker,
  options: { folder: string; tag: string; content: string; buildArguments: Readonly<Record<string, string>> },
): Promise<void> {
  const what = `building ${options.tag}`;
  const building = docker.buildImage(packFolder(options.folder), {
    t: options.tag,
    networkmode: "host",
    labels: { [CONTENT_LABEL]: options.content },
    buildargs: { ...(await proxyVariables()), ...options.buildArguments },
    rm: true,
    forcerm: true,
  });
  await readEngineOutput(await orRefused(what, building), {
    what,
    remedy: "If a package mirror did not answer, check the network. Then run this again.",
  });
}

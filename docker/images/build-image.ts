import type Docker from "dockerode";
import { proxyVariables } from "./proxies.ts";
import type { BuildContext } from "./build-context.ts";
import { packContext } from "./pack-context.ts";
import { orRefused, readEngineOutput } from "./engine-output.ts";

/** Label with {@link contentHash}, so that an image is built again only when what it is built from changed. */
export const CONTENT_LABEL = "tidegate.content";

/** Builds an image on the host's network and tags it; throws an InputError with the builder's last lines. */
export async function buildImage(
  docker: Docker,
  options: { context: BuildContext; tag: string; content: string; buildArguments: Readonly<Record<string, string>> },
): Promise<void> {
  const what = `building ${options.tag}`;
  const building = docker.buildImage(packContext(options.context), {
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

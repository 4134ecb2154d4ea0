import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import { statusOf, unlessMissing } from "../../docker/connect.ts";
import { InputError } from "../../model/errors.ts";
import { folderContext, type BuildContext } from "../../docker/images/build-context.ts";
import { buildImage } from "../../docker/images/build-image.ts";
import { contentHash } from "../../docker/images/content-hash.ts";
import type { CheckResult, SetupContext, Step } from "../step.ts";

const START_TIMEOUT_MS = 15_000;
const NOT_MODIFIED = 304;

/**
 * An image registry that only this machine reaches, so that our images have digests and are pulled as from any other.
 * `name` is that of its container and of the volume with its images.
 */
export function registryStep(name: string): Step {
  async function check(context: SetupContext): Promise<CheckResult> {
    const container = await unlessMissing(context.docker.getContainer(name).inspect());
    if (container === undefined) return { ok: false, detail: "its container does not exist" };
    if (!fits(container, context))
      return { ok: false, detail: "its container is of an older image or on another port" };
    if (!container.State.Running) return { ok: false, detail: "its container is stopped" };
    if (!(await answers(context))) return { ok: false, detail: `127.0.0.1:${context.registryPort} does not answer` };
    return { ok: true, detail: `127.0.0.1:${context.registryPort}` };
  }

  async function ensure(context: SetupContext): Promise<void> {
    const { docker, undo } = context;
    const existing = await unlessMissing(docker.getContainer(name).inspect());
    if (existing === undefined) undo.push(() => remove(docker, name));
    if (existing === undefined || !fits(existing, context)) {
      await ensureImage(context);
      if (existing !== undefined) await docker.getContainer(name).remove({ force: true });
      await create(context, name);
    }
    await start(context, name);
    await waitUntilItAnswers(context, name);
  }

  return { name: "image registry", check, ensure };
}

async function ensureImage(context: SetupContext): Promise<void> {
  const tag = imageTag(context);
  const sources = recipe(context);
  const exists = await context.docker
    .getImage(tag)
    .inspect()
    .then(
      () => true,
      () => false,
    );
  const built = { context: sources, tag, content: contentHash(sources, {}), buildArguments: {} };
  if (!exists) await buildImage(context.docker, built);
}

async function create(context: SetupContext, name: string): Promise<void> {
  await context.docker.createContainer({
    name,
    Image: imageTag(context),
    ExposedPorts: { "5000/tcp": {} },
    HostConfig: {
      PortBindings: { "5000/tcp": [{ HostIp: "127.0.0.1", HostPort: String(context.registryPort) }] },
      Mounts: [{ Type: "volume", Source: name, Target: "/var/lib/registry" }],
      RestartPolicy: { Name: "unless-stopped" },
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true"],
      Memory: 256 * 1024 ** 2,
      LogConfig: { Type: "json-file", Config: { "max-size": "1m", "max-file": "2" } },
    },
  });
}

async function start({ docker, registryPort }: SetupContext, name: string): Promise<void> {
  try {
    await docker.getContainer(name).start();
  } catch (error) {
    if (statusOf(error) === NOT_MODIFIED) return; // runs already
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `cannot start: ${reason}\nIf port ${registryPort} is taken, name a free one in TIDEGATE_REGISTRY_PORT.`,
      { cause: error },
    );
  }
}

async function remove(docker: Docker, name: string): Promise<void> {
  await docker.getContainer(name).remove({ force: true });
  await docker.getVolume(name).remove();
}

async function waitUntilItAnswers(context: SetupContext, name: string): Promise<void> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(50)) {
    if (await answers(context)) return;
  }
  throw new InputError(
    `127.0.0.1:${context.registryPort} does not answer within ${START_TIMEOUT_MS / 1000} s. ` +
      `\`docker logs ${name}\` tells why; \`docker rm -f ${name}\` makes set-up begin anew.`,
  );
}

async function answers({ registryPort }: SetupContext): Promise<boolean> {
  return fetch(`http://127.0.0.1:${registryPort}/v2/`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}

function fits(container: Docker.ContainerInspectInfo, context: SetupContext): boolean {
  const ports = container.HostConfig.PortBindings as Record<string, { HostPort: string }[]> | null; // untyped there
  const port = ports?.["5000/tcp"]?.[0]?.HostPort;
  return container.Config.Image === imageTag(context) && port === String(context.registryPort);
}

function imageTag(context: SetupContext): string {
  return `tidegate/registry:${contentHash(recipe(context), {})}`;
}

function recipe(context: SetupContext): BuildContext {
  return folderContext(join(context.root, "images", "registry"));
}

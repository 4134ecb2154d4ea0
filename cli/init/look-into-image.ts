import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { extract } from "tar-stream";
import { isNotFound } from "../../docker/connect.ts";
import { InputError } from "../../model/errors.ts";
import { readImageFacts, type ImageFacts } from "./image-facts.ts";
import { readUser } from "./read-user.ts";

export interface LookedInto extends ImageFacts {
  /** Numeric user of the image; undefined when it runs as root, or names a user that it does not have. */
  numericUser: string | undefined;
  /** What the engine runs: `linux/amd64`. */
  enginePlatform: string;
}

/**
 * What an image tells of itself, asked of the engine that will run it; pulled there when it is missing. A user named by
 * name is looked up in a container that is made for it, never started, and removed.
 */
export async function lookIntoImage(docker: Docker, image: string, note: (line: string) => void): Promise<LookedInto> {
  const info = (await inspect(docker, image)) ?? (await pullAndInspect(docker, image, note));
  const facts = readImageFacts(image, info);
  const { Os, Arch } = await docker.version();
  const files = /^(?:\d+(?::\d+)?)?$/.test(facts.user)
    ? { passwd: "", group: "" }
    : await readAccounts(docker, info.Id);
  return { ...facts, numericUser: readUser(facts.user, files), enginePlatform: `${Os}/${Arch}` };
}

async function inspect(docker: Docker, image: string): Promise<Docker.ImageInspectInfo | undefined> {
  try {
    return await docker.getImage(image).inspect();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function pullAndInspect(
  docker: Docker,
  image: string,
  note: (line: string) => void,
): Promise<Docker.ImageInspectInfo> {
  note(`${image} is not on the engine yet: pulling it`);
  try {
    const stream = await docker.pull(image);
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)));
    });
    return await docker.getImage(image).inspect();
  } catch (error) {
    if (error instanceof InputError) throw error; // the engine itself is out of reach
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `--image: ${JSON.stringify(image)} is not on the engine and cannot be pulled: ${spoken(reason)}. ` +
        "Correct its name, or bring it there with `docker pull` after `docker login`, or with `docker build -t`.",
      { cause: error },
    );
  }
}

/** The engine's own words, without what its client puts around them. */
function spoken(reason: string): string {
  return reason.replace(/^\(HTTP code \d+\) [^-]*- /, "").replace(/[.\s]+$/, "");
}

async function readAccounts(docker: Docker, image: string): Promise<{ passwd: string; group: string }> {
  const container = await docker.createContainer({ Image: image, Cmd: ["true"], Entrypoint: [] });
  try {
    const [passwd, group] = await Promise.all([readFile(container, "/etc/passwd"), readFile(container, "/etc/group")]);
    return { passwd, group };
  } finally {
    await container.remove({ force: true, v: true });
  }
}

/** Content of one file of a container; empty where there is none. */
async function readFile(container: Docker.Container, path: string): Promise<string> {
  const unpack = extract();
  try {
    (await container.getArchive({ path })).pipe(unpack);
  } catch (error) {
    if (isNotFound(error)) return "";
    throw error;
  }
  let content = "";
  for await (const entry of unpack) content += await text(entry);
  return content;
}

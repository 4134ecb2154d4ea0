import type Docker from "dockerode";
import { spokenBy, unlessMissing } from "../../docker/connect.ts";
import { readFile } from "../../docker/read-files.ts";
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
  const info = (await unlessMissing(docker.getImage(image).inspect())) ?? (await pullAndInspect(docker, image, note));
  const facts = readImageFacts(image, info);
  const { Os, Arch } = await docker.version();
  const files = /^(?:\d+(?::\d+)?)?$/.test(facts.user)
    ? { passwd: "", group: "" }
    : await readAccounts(docker, info.Id);
  return { ...facts, numericUser: readUser(facts.user, files), enginePlatform: `${Os}/${Arch}` };
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
    const reason = spokenBy(error).replace(/[.\s]+$/, "");
    throw new InputError(
      `--image: ${JSON.stringify(image)} is not on the engine and cannot be pulled: ${reason}. ` +
        "Correct its name, or bring it there with `docker pull` after `docker login`, or with `docker build -t`.",
      { cause: error },
    );
  }
}

async function readAccounts(docker: Docker, image: string): Promise<{ passwd: string; group: string }> {
  const container = await docker.createContainer({ Image: image, Cmd: ["true"], Entrypoint: [] });
  try {
    const read = async (path: string) => (await unlessMissing(readFile(docker, container.id, path))) ?? "";
    const [passwd, group] = await Promise.all([read("/etc/passwd"), read("/etc/group")]);
    return { passwd, group };
  } finally {
    await container.remove({ force: true, v: true });
  }
}

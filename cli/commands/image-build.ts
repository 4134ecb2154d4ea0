import { z } from "zod";
import { connectDocker } from "../../docker/connect.ts";
import { buildOwnImage } from "../own-image/build-own-image.ts";
import { engineAddress, type OwnImageOptions } from "../own-image/engine-address.ts";
import { OWN_IMAGES, type OwnImage } from "../own-image/own-images.ts";
import { defineResult } from "../result/result.ts";

const shape = {
  host: z.string().describe("Engine that has it now."),
  image: z.string().describe("Its reference there."),
  built: z.boolean().describe("False where the engine had it already."),
};

export const imageBuildResults = {
  edge: defineResult("edge build", shape),
  agent: defineResult("agent build", shape),
};

/** Makes an image of ours on the host of a stack, so that it needs no registry. */
export async function imageBuild(name: OwnImage["name"], options: OwnImageOptions): Promise<void> {
  const own = OWN_IMAGES[name];
  const host = engineAddress(own, options);
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const built = await buildOwnImage(connectDocker(host), own, note);
  if (options.json) {
    imageBuildResults[name].print({ host, image: own.reference, built });
    return;
  }
  process.stdout.write(`${own.reference}\n`);
  note(
    `${built ? "built" : "nothing to do: it is"} on ${host}. A stack on this host needs no \`tidegate:${name}.image\`.`,
  );
}

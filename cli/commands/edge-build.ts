import { z } from "zod";
import { connectDocker } from "../../docker/connect.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import { buildEdgeImage } from "../edge-image/build-edge-image.ts";
import { engineAddress, type EdgeImageOptions } from "../edge-image/engine-address.ts";
import { defineResult } from "../result/result.ts";

export const edgeBuildResult = defineResult("edge build", {
  host: z.string().describe("Engine that has it now."),
  image: z.string().describe("Its reference there."),
  built: z.boolean().describe("False where the engine had it already."),
});

/** Makes the edge's image on the host of a stack, so that it needs no registry. */
export async function edgeBuild(options: EdgeImageOptions): Promise<void> {
  const host = engineAddress(options);
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const built = await buildEdgeImage(connectDocker(host), note);
  if (options.json) {
    edgeBuildResult.print({ host, image: EDGE_IMAGE, built });
    return;
  }
  process.stdout.write(`${EDGE_IMAGE}\n`);
  note(
    `${built ? "built" : "nothing to do: it is"} on ${host}. A stack on this host needs no \`tidegate:edge.image\`.`,
  );
}

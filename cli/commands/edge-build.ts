import { connectDocker } from "../../docker/connect.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import { buildEdgeImage } from "../edge-image/build-edge-image.ts";
import { engineAddress, type EdgeImageOptions } from "../edge-image/engine-address.ts";

/** Makes the edge's image on the host of a stack, so that it needs no registry. */
export async function edgeBuild(options: EdgeImageOptions): Promise<void> {
  const host = engineAddress(options);
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const built = await buildEdgeImage(connectDocker(host), note);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ type: "result", ok: true, host, image: EDGE_IMAGE, built })}\n`);
    return;
  }
  process.stdout.write(`${EDGE_IMAGE}\n`);
  note(
    `${built ? "built" : "nothing to do: it is"} on ${host}. A stack on this host needs no \`tidegate:edge.image\`.`,
  );
}

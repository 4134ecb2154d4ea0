import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderContext, type BuildContext } from "../../docker/images/build-context.ts";
import { programContext } from "../../docker/images/program-context.ts";
import { AGENT_IMAGE, AGENT_IMAGE_VERSION, AGENT_PROGRAMS } from "../../model/agent-image.ts";
import { EDGE_IMAGE, EDGE_IMAGE_VERSION } from "../../model/edge-image.ts";

/** An image of ours that a stack's host needs. */
export interface OwnImage {
  /** What its commands and its key, `tidegate:<name>.image`, are called. */
  name: "edge" | "agent";
  /** What a stack takes that names none. */
  reference: string;
  version: string;
  /** What is fetched to build it, in words. */
  fetches: string;
  context: () => BuildContext;
}

export const OWN_IMAGES: Readonly<Record<OwnImage["name"], OwnImage>> = {
  edge: {
    ...{ name: "edge", reference: EDGE_IMAGE, version: EDGE_IMAGE_VERSION, fetches: "HAProxy from Debian's packages" },
    context: () => folderContext(recipe("edge")),
  },
  agent: {
    ...{ name: "agent", reference: AGENT_IMAGE, version: AGENT_IMAGE_VERSION },
    fetches: "Node.js from Debian's packages",
    context: () =>
      programContext({ recipe: recipe("agent"), root: folderWith(AGENT_PROGRAMS[0]), entries: AGENT_PROGRAMS }),
  },
};

function recipe(name: OwnImage["name"]): string {
  return join(folderWith(join("images", name, "Dockerfile")), "images", name);
}

/** In a checkout and in the package alike: the nearest folder around this file that has something in it. */
function folderWith(file: string): string {
  for (let folder = import.meta.dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, file))) return folder;
  }
  throw new Error(`${file} is not there, although it is a part of the package`);
}

import { COLORS } from "../../model/color.ts";
import { containerOptionsSchema } from "../../model/container-options.ts";
import { SERVERS } from "../../model/observability.ts";
import { BLUE_GREEN_SERVICE, CONTAINER, DOCKER_PROVIDER, EDGE, REMOTE_IMAGE } from "../resource-types.ts";
import type { ReportedResource } from "./report.ts";

/** Keys of a stack file that an input may come from: `base` is sure, `keys` below it as far as they exist. */
export interface Origin {
  base: readonly string[];
  keys: readonly string[];
}

const SERVICES = "tidegate:services";
const EDGE_KEY = "tidegate:edge";
const OBSERVABILITY_KEY = "tidegate:observability";

/** What is of no service: what its name begins with, its key, and where the key has the image. */
const OWN: readonly { begin: string; key: string; image: readonly string[] }[] = [
  { begin: "agent", key: "tidegate:agent", image: ["image"] },
  ...SERVERS.map((server) => ({
    ...{ begin: `observability-${server}`, key: OBSERVABILITY_KEY },
    image: ["images", server],
  })),
  { begin: "observability", key: OBSERVABILITY_KEY, image: [] },
  { begin: "edge", key: EDGE_KEY, image: ["image"] },
];

/** Keys of a release that a container's inputs are made of; an input that is not named comes from none. */
const CONTAINER_INPUTS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.keys(containerOptionsSchema.shape).map((input) => [input, ["container", input]])),
  command: ["command"],
  cpus: ["limits", "cpus"],
  envs: ["environment"],
  healthcheck: ["health"],
  image: ["image"],
  memory: ["limits", "memory"],
  memorySwap: ["limits", "memory"],
  mounts: ["volumes"],
  tmpfs: ["writable"],
  user: ["user"],
  volumes: ["volumes"],
};
/** Inputs whose parts have the same names in the release. */
const KEEPS_PARTS: ReadonlySet<string> = new Set([
  "command",
  "envs",
  "mounts",
  "volumes",
  "capabilities",
  "devices",
  "groupAdds",
]);
/** Inputs of a container that belong to the service as a whole. */
const SERVICE_INPUTS: Readonly<Record<string, string>> = { destroyGraceSeconds: "drain", stopTimeout: "drain" };

/** Where an input of a resource may come from, the likeliest first. Nothing for what no stack file declares. */
export function originsOf(
  { type, name }: Pick<ReportedResource, "type" | "name">,
  violationPath: string,
  services: readonly string[],
): Origin[] {
  const path = violationPath === "" ? [] : violationPath.split(".");
  if (type === DOCKER_PROVIDER) return [{ base: ["tidegate:host"], keys: [] }];
  if (type === EDGE && path[0] === "allowEdgeReplace") return [{ base: ["tidegate:allowEdgeReplace"], keys: [] }];
  if (type === EDGE) return [{ base: [EDGE_KEY], keys: path }];
  const longestFirst = services.toSorted((a, b) => b.length - a.length);
  if (type === BLUE_GREEN_SERVICE && services.includes(name)) return serviceOrigins(name, path);
  for (const service of longestFirst) {
    const color = COLORS.find((one) => name === `${service}-${one}` || name.startsWith(`${service}-${one}-`));
    if (color !== undefined) return colorOrigins(service, color, { type, path });
  }
  const service = longestFirst.find((one) => name === one || name.startsWith(`${one}-`));
  if (service !== undefined) return [{ base: [SERVICES, service], keys: [] }];
  const own = OWN.find(({ begin }) => name === begin || name.startsWith(`${begin}-`));
  return own === undefined ? [] : [{ base: [own.key], keys: isImage(type, path) ? own.image : [] }];
}

/** What a color does not say itself, the release that both share may. */
function serviceOrigins(service: string, path: readonly string[]): Origin[] {
  const [first = "", ...rest] = path;
  if (!COLORS.some((color) => color === first)) return [{ base: [SERVICES, service], keys: path }];
  return [
    { base: [SERVICES, service, first], keys: rest },
    { base: [SERVICES, service, "release"], keys: rest },
    { base: [SERVICES, service], keys: [] },
  ];
}

function colorOrigins(
  service: string,
  color: string,
  { type, path }: { type: string; path: readonly string[] },
): Origin[] {
  const input = path[0] ?? "";
  const ofService = type === CONTAINER ? SERVICE_INPUTS[input] : undefined;
  if (ofService !== undefined) return [{ base: [SERVICES, service], keys: [ofService] }];
  return serviceOrigins(service, [color, ...releaseKeys(type, path)]);
}

function releaseKeys(type: string, path: readonly string[]): readonly string[] {
  if (isImage(type, path)) return ["image"];
  if (type !== CONTAINER) return [];
  const [input = "", ...parts] = path;
  const keys = CONTAINER_INPUTS[input] ?? [];
  return KEEPS_PARTS.has(input) ? [...keys, ...parts] : keys;
}

function isImage(type: string, [input]: readonly string[]): boolean {
  return (type === REMOTE_IMAGE && input === "name") || (type === CONTAINER && input === "image");
}

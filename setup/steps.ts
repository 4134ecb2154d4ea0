import { EDGE_IMAGE, EDGE_IMAGE_VERSION } from "../model/edge-image.ts";
import { programContext } from "../docker/images/program-context.ts";
import { AGENT_IMAGE, AGENT_IMAGE_VERSION, AGENT_PROGRAMS } from "../model/agent-image.ts";
import type { Step } from "./step.ts";
import { baseImage } from "./steps/base-image.ts";
import { browser } from "./steps/browser.ts";
import { containerEngine } from "./steps/container-engine.ts";
import { moto } from "./steps/moto.ts";
import { prometheus } from "./steps/prometheus.ts";
import { pushedImageStep } from "./steps/pushed-image.ts";
import { registryStep } from "./steps/registry.ts";

/** The releases of the demo app: v1 and v2 are good, v3 never becomes healthy, the pages of v4 answer 500. */
const DEMO_RELEASES = [
  { key: "v1", version: "1.0.0", breaks: "" },
  { key: "v2", version: "2.0.0", breaks: "" },
  { key: "v3", version: "3.0.0", breaks: "unhealthy" },
  { key: "v4", version: "4.0.0", breaks: "errors" },
] as const;

/** Container of the registry on loopback, and its volume. */
export const REGISTRY = "tidegate-registry";

/** Everything a machine needs, in the order in which one builds on the other. */
export const STEPS: readonly Step[] = [
  containerEngine,
  baseImage,
  registryStep(REGISTRY),
  pushedImageStep({ key: "edge", folder: "edge", name: `tidegate/edge:${EDGE_IMAGE_VERSION}`, alias: EDGE_IMAGE }),
  pushedImageStep({
    ...{ key: "agent", folder: "agent", name: `tidegate/agent:${AGENT_IMAGE_VERSION}`, alias: AGENT_IMAGE },
    context: (root, recipe) => programContext({ recipe, root, entries: AGENT_PROGRAMS }),
  }),
  ...DEMO_RELEASES.map(({ key, version, breaks }) =>
    pushedImageStep({
      key,
      folder: "demo",
      name: `tidegate/demo:${version}`,
      buildArguments: { VERSION: version, BREAK: breaks },
    }),
  ),
];

/** What the tests need beyond that. */
export const TEST_STEPS: readonly Step[] = [
  ...STEPS,
  pushedImageStep({ key: "sshd", folder: "sshd", name: "tidegate/sshd:1" }),
  pushedImageStep({
    ...{ key: "prometheus", folder: "prometheus", name: "tidegate/prometheus:1" },
    buildArguments: { PACKAGE: "prometheus", FOLDER: "/prometheus" },
  }),
  pushedImageStep({
    ...{ key: "alertmanager", folder: "prometheus", name: "tidegate/alertmanager:1" },
    buildArguments: { PACKAGE: "prometheus-alertmanager", FOLDER: "/alertmanager" },
  }),
  browser,
  prometheus,
  moto,
];

import { cisDocker } from "../frameworks.ts";
import { inputOf, type JudgedInput } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** What the engine calls its default network, as a network and as a mode; "" is left out as well. */
const DEFAULT: ReadonlySet<string> = new Set(["bridge", "default", ""]);

/** Containers share a network with those that they are meant to talk to, and with nobody else. */
export const ownNetwork: Rule = {
  id: "own-network",
  title: "Own network",
  group: "containers",
  description: "Every container is on a network that was made for it, not on the engine's default bridge.",
  rationale:
    "On the default bridge are all containers of the host for which nobody said otherwise, of whatever project: each " +
    "reaches every port of every other.",
  severity: "medium",
  framework: cisDocker("5.30", "Ensure that Docker's default bridge 'docker0' is not used."),
  remediation: "Make a network for what belongs together, and name it in `networksAdvanced`.",
  example: { refused: "networkMode: bridge", accepted: "networksAdvanced: [{ name: shop-prod }]" },
  judges: [CONTAINER],
  judge: (resource) => {
    const mode = inputOf(resource, "networkMode");
    const networks = inputOf(resource, "networksAdvanced");
    const named = networks.items().map((network) => network.at("name"));
    const onBridge = named.filter(isDefault);
    if (onBridge.length > 0) return onBridge.map(violation);
    if (named.length > 0 || networks.isUnknown || mode.isUnknown) return [];
    if (mode.value !== undefined) return isDefault(mode) ? [violation(mode)] : [];
    return [violation(networks)];
  },
};

function isDefault({ text }: JudgedInput): boolean {
  return text !== undefined && DEFAULT.has(text.toLowerCase());
}

function violation({ path, got }: JudgedInput): string {
  return `${path}: must be a network of its own, not the engine's default bridge, got ${got}. Name one in \`networksAdvanced\`.`;
}

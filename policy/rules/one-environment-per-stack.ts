import { edgeContainerName, LABEL, networkName, stackPrefix } from "../../model/names.ts";
import { tidegate } from "../frameworks.ts";
import { inputOf, type JudgedInput } from "../judged-input.ts";
import { labelOf } from "../labels.ts";
import { CONTAINER, DOCKER_PROVIDER, NETWORK, VOLUME } from "../resource-types.ts";
import type { JudgeContext, JudgedResource, Rule } from "../rule.ts";

/** The first Docker provider seen in each run of the pack, which has one context. */
const firstHosts = new WeakMap<JudgeContext, JudgedInput>();

/** A stack is one environment on one host: what happens to it happens to nothing else there. */
export const oneEnvironmentPerStack: Rule = {
  id: "one-environment-per-stack",
  title: "One environment per stack",
  group: "stack",
  description:
    "A stack has one host, which other stacks may share, and no container, network or volume of it is named like, labeled " +
    "as or joined to a thing of another stack.",
  rationale:
    "A container that joins production's network or mounts its volume from another stack is released, tested and removed " +
    "by people who do not think of production.",
  severity: "critical",
  framework: tidegate("Environments", "Stacks on one host cannot touch each other."),
  remediation:
    "Name things `<project>-<stack>-…` and label them with this stack. What two environments must share is declared in a " +
    "project of its own.",
  example: {
    refused: 'networksAdvanced: [{ name: "shop-prod" }] # in the stack dev',
    accepted: 'networksAdvanced: [{ name: "shop-dev" }] # in the stack dev',
  },
  judges: [CONTAINER, NETWORK, VOLUME, DOCKER_PROVIDER],
  judge: (resource, context) => {
    if (resource.type === DOCKER_PROVIDER) return judgeHost(inputOf(resource, "host"), context);
    return [...judgeLabels(resource, context), ...namesIn(resource).flatMap((name) => judgeName(name, context))];
  },
};

function judgeHost(host: JudgedInput, context: JudgeContext): string[] {
  if (host.isUnknown) return [];
  const first = firstHosts.get(context) ?? host;
  firstHosts.set(context, first);
  if (first.value === host.value) return [];
  return [
    `${host.path}: must be the host of the stack's other Docker provider, ${first.got}, got ${host.got}. ` +
      "Give every host a stack of its own.",
  ];
}

function judgeLabels(resource: JudgedResource, { project, stack }: JudgeContext): string[] {
  const own = { [LABEL.project]: project, [LABEL.stack]: stack };
  return Object.entries(own).flatMap(([name, value]) => {
    const label = labelOf(resource, name);
    if (label.isUnknown || label.value === undefined || label.value === value) return [];
    return [`${label.path}: ${name} must be ${JSON.stringify(value)}, got ${label.got}. Label it with its own stack.`];
  });
}

/** Every name of a thing on the host, its own and those it refers to. */
function namesIn(resource: JudgedResource): JudgedInput[] {
  const own = inputOf(resource, "name");
  if (resource.type !== CONTAINER) return [own];
  const modes = ["networkMode", "pidMode", "ipcMode"].map((name) => inputOf(resource, name));
  const networks = inputOf(resource, "networksAdvanced").items();
  const mounts = inputOf(resource, "mounts").items();
  const volumes = inputOf(resource, "volumes").items();
  return [
    ...[own, ...modes],
    ...networks.map((network) => network.at("name")),
    ...mounts.map((mount) => mount.at("source")),
    ...volumes.flatMap((volume) => [volume.at("volumeName"), volume.at("fromContainer")]),
  ];
}

function judgeName(input: JudgedInput, context: JudgeContext): string[] {
  const prefix = stackPrefix(context);
  const name = input.text?.replace(/^container:/, "") ?? "";
  const isOfProject = name.startsWith(`${context.project}-`);
  const isOfStack = name === prefix || name.startsWith(`${prefix}-`);
  if (!isOfProject || (isOfStack && !isOfLongerStack(name, context))) return [];
  return [
    `${input.path}: must not be a thing of another stack, got ${input.got}. ` +
      `Things of this stack are called \`${prefix}\` or \`${prefix}-…\`.`,
  ];
}

/** The stack `dev-2` has names that look like those of the stack `dev`: its network and its edge are never the latter's. */
function isOfLongerStack(name: string, { project, stack, otherStacks }: JudgeContext): boolean {
  return otherStacks
    .filter((other) => other.startsWith(`${stack}-`))
    .some((other) => [networkName, edgeContainerName].some((nameOf) => nameOf({ project, stack: other }) === name));
}

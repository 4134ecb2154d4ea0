import { createHash } from "node:crypto";
import type { Color } from "../color.ts";
import { stackPrefix, type StackId } from "../names.ts";

/** Header by which one color can be asked on the listener for previews, whichever serves: `shop.blue`. */
export const COLOR_HEADER = "X-Tidegate-Color";

/** What names of load balancers and target groups may have at most. */
const SHORT = 32;
/** What names of ECS clusters, services and families may have at most. */
const LONG = 255;
/** Digits of a hash at the end of a name. */
const HASH = 8;

/** Name of a color's ECS service and of its family of task definitions. */
export function ecsName(id: StackId, service: string, color: Color): string {
  return fitting(`${stackPrefix(id)}-${service}-${color}`, LONG);
}

/** Family of the task definitions that send smoke requests. */
export function smokeFamily(id: StackId, service: string): string {
  return fitting(`${stackPrefix(id)}-${service}-smoke`, LONG);
}

/**
 * Name of a color's target group. The port is in it: a target group of another port is made before the old one goes, while both have
 * a name.
 */
export function targetGroupName(id: StackId, service: string, color: Color, port: number): string {
  return fitting(`${stackPrefix(id)}-${service}-${color}-${port}`, SHORT);
}

/** What names of ECS services and families of a stack begin with. */
export function ecsPrefix(id: StackId): string {
  return plain(`${stackPrefix(id)}-`);
}

/** What names of target groups of a stack begin with. */
export function targetGroupPrefix(id: StackId): string {
  return plain(`${stackPrefix(id)}-`).slice(0, cut(SHORT));
}

export function clusterName(id: StackId): string {
  return fitting(stackPrefix(id), LONG);
}

export function loadBalancerName(id: StackId): string {
  return fitting(stackPrefix(id), SHORT);
}

export function logGroupName(id: StackId): string {
  return `/tidegate/${stackPrefix(id)}`;
}

/** Of letters, digits and `-` alone; one that is cut or changed ends with a hash of the whole. */
function fitting(name: string, max: number): string {
  if (plain(name) === name && name.length <= max) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH);
  return `${plain(name).slice(0, cut(max))}-${hash}`;
}

function plain(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9-]/g, "-");
}

/** What is left of a name that ends with a hash. */
function cut(max: number): number {
  return max - 1 - HASH;
}

import { BLUE_GREEN_SERVICE, EDGE } from "../../policy/resource-types.ts";
import { serviceSchema } from "../../model/service.ts";
import { edgeSchema } from "../../model/stack-config.ts";
import type { Registered } from "./judge.ts";

const release = (version: string) => ({ version, image: `127.0.0.1:5000/shop:${version}`, smoke: [{ path: "/" }] });

/** What the components show of a service and of an edge that keep every rule of every tier. */
export const SERVICE = serviceSchema.parse({
  ...{ activeColor: "blue", blue: release("1.4.1"), green: release("1.4.2") },
  gates: { window: { open: ["mon-fri 09:00-17:00"] } },
});
export const EDGE_SPEC = { ...edgeSchema.parse({}), allowEdgeReplace: false };

/** The service with some inputs otherwise; undefined takes one away. */
export function service(changes: Record<string, unknown> = {}): Registered {
  return { type: BLUE_GREEN_SERVICE, name: "shop", props: { ...SERVICE, ...changes } };
}

/** The edge with some inputs otherwise; undefined takes one away. */
export function edge(changes: Record<string, unknown> = {}): Registered {
  return { type: EDGE, name: "edge", props: { ...EDGE_SPEC, ...changes } };
}

import type { GateContext } from "../../../../delivery/gates/gate.ts";
import type { GateRequest } from "../../../../delivery/gates/request.ts";
import { readChange } from "../../../../model/change.ts";
import { release, spec } from "../../edge/observed.ts";

/** Green 2 of `shop` is about to serve, where blue 1 does; `variables` describe the change. */
export function request(change: Partial<GateRequest> = {}, variables: Record<string, string> = {}): GateRequest {
  const { green } = spec({ green: release("2") });
  if (green === undefined) throw new Error("the spec has green");
  return {
    ...{ id: { project: "p", stack: "prod" }, tier: "prod", service: "shop", color: "green", release: green },
    ...{ replicas: 2, generation: 8, change: readChange(variables, "jane@laptop"), ...change },
  };
}

/** A probe's context without a host, over what a snapshot says. */
export function context(change: Partial<GateContext> = {}): GateContext {
  return {
    request: request(),
    variables: {},
    projectDir: "/nowhere",
    place: null,
    ...change,
  };
}

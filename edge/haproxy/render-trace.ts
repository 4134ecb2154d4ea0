import { percentRatio } from "../../model/percent.ts";
import type { BasePart } from "../tasks.ts";

/**
 * What a `traceparent` is (W3C Trace Context, 3.2.2): version, trace, span, flags. Neither trace nor span is all zeros; version 00 ends there,
 * a later one may go on, and there is no version ff.
 */
const TRACEPARENT = "^(?!ff|00-.{53})[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$";

/** Of 10,000 requests. */
const ALL = 10_000;

/**
 * Rules of a listener, once it has a request's id, that pass on the trace of a trusted proxy as it came and begin one in all other requests.
 * The trace is the request's id, and the span its second half, which has the random part and is never all zeros (RFC 9562, 5.7).
 */
export function passTrace({ trustedProxies, traces = "100%" }: Pick<BasePart, "trustedProxies" | "traces">): string[] {
  const isTrusting = trustedProxies !== undefined;
  const but = `unless relayed${isTrusting ? " || trusted traced { req.fhdr_cnt(traceparent) 1 }" : ""}`;
  const sampled = Math.round(percentRatio(traces) * ALL);
  const flags = { 0: "00", [ALL]: "01" }[sampled];
  return [
    ...(isTrusting ? [`acl traced req.fhdr(traceparent) -m reg ${TRACEPARENT}`] : []),
    ...(flags === undefined ? draw(sampled) : []),
    // First this: the rule at the end makes every request one that is traced.
    `http-request del-header tracestate ${but}`,
    `http-request set-var(txn.trace) unique-id,regsub(-,,g) ${but}`,
    `http-request set-header traceparent 00-%[var(txn.trace)]-%[var(txn.trace),bytes(16,16)]-${flags ?? "%[var(txn.flags)]"} ${but}`,
    "http-request set-var(txn.trace) req.fhdr(traceparent),bytes(3,32)",
  ];
}

function draw(sampled: number): string[] {
  return [
    "http-request set-var(txn.flags) str(00)",
    `http-request set-var(txn.flags) str(01) if { rand(${ALL}) lt ${sampled} }`,
  ];
}

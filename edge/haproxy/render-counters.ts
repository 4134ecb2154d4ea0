import { BUCKET_BOUNDS_MS, STATUS_CLASSES } from "../counts.ts";
import { FROM_OUTSIDE } from "./render-synthetic.ts";

/** The table of counters, an entry for each pool. The edge's program knows its name, which another meaning of a counter changes. */
const TABLE = { section: "edge", name: "counts" };

/** Where counters lie in an entry: the first of their kind. */
export const COUNTER = {
  requests: 0,
  statuses: 1,
  connectFailures: 1 + STATUS_CLASSES.length,
  retries: 2 + STATUS_CLASSES.length,
  latency: 3 + STATUS_CLASSES.length,
} as const;

const COUNTERS = COUNTER.latency + BUCKET_BOUNDS_MS.length + 1;

/**
 * A table of a pool's own is emptied when a reload stops the pool. One that stands in a section for peers is not; with the section
 * disabled it is nothing but that table.
 */
export function countersTable(): string[] {
  return [
    `peers ${TABLE.section}`,
    "  disabled",
    `  table ${TABLE.name} type string len 128 size 4k store gpc(${COUNTERS})`,
  ];
}

/**
 * Rules of a listener that count what comes of the requests for `txn.backend`. They are its last for answers: each leaves those
 * that follow out once it knows the bucket. What the edge asks for itself is left out, however it comes.
 */
export function count(): string[] {
  return [
    `http-request track-sc0 var(txn.backend) table ${TABLE.section}/${TABLE.name} if !replaced !asks_ready ${FROM_OUTSIDE}`,
    `http-request sc-inc-gpc(${COUNTER.requests},0)`,
    "http-request set-var(txn.began) date(0,us)",
    "http-after-response allow if !{ sc0_tracked }",
    ...STATUS_CLASSES.map((name, index) => {
      const first = Number(name.charAt(0)) * 100;
      return `http-after-response sc-inc-gpc(${COUNTER.statuses + index},0) if { status ${first}:${first + 99} }`;
    }),
    `http-after-response sc-inc-gpc(${COUNTER.connectFailures},0) if { txn.sess_term_state -i -m beg SC }`,
    `http-after-response sc-add-gpc(${COUNTER.retries},0) txn.conn_retries if { txn.conn_retries gt 0 }`,
    "http-after-response set-var(txn.took) date(0,us),sub(txn.began)",
    ...BUCKET_BOUNDS_MS.flatMap((bound, index) => {
      const isIn = `if { var(txn.took) -m int le ${bound * 1000} }`;
      return [
        `http-after-response sc-inc-gpc(${COUNTER.latency + index},0) ${isIn}`,
        `http-after-response allow ${isIn}`,
      ];
    }),
    `http-after-response sc-inc-gpc(${COUNTER.latency + BUCKET_BOUNDS_MS.length},0)`,
  ];
}

/**
 * Folders and files inside the edge's container. `STATE` is its volume, `RUN` is memory-backed and empty at each start.
 * The scripts in `images/edge` use the same names.
 */
const STATE = "/var/lib/tidegate";
const RUN = "/run/tidegate";

/** Folder of the scripts, and the program beside them. */
export const SCRIPTS = "/usr/local/lib/tidegate";
export const PROGRAM = `${SCRIPTS}/edge`;

export const PATHS = {
  state: STATE,
  /** `<service>.json`: an EdgeRecord each. */
  records: `${STATE}/records`,
  /** `<service>.json` and `<service>.cfg`: a ServicePart each, and the text rendered from it. */
  parts: `${STATE}/parts`,
  /** The base part as text, and its hash and counter. */
  baseText: `${STATE}/base.cfg`,
  base: `${STATE}/base.json`,
  /** `<name>.pem`: certificate, chain and key. */
  certificates: `${STATE}/certificates`,
  /** `shop shop.green`: which pool serves. Derived from the records; what the workers read. */
  activeMap: `${STATE}/active.map`,
  /** `shop 500|shop.blue`: the share of clients, of 10,000, that goes to the active pool, and the pool of the others. Derived likewise. */
  canaryMap: `${STATE}/canary.map`,
  /** `access-000001.log` and on: a line of JSON per request. */
  accessLog: `${STATE}/log`,
  /** `000001.jsonl` and on, on a volume of its own: an entry of the ledger per line. */
  ledger: "/var/lib/tidegate-ledger",
  /** Lines of it that the disk has no room for yet. */
  ledgerWaiting: `${RUN}/ledger.waiting`,
  run: RUN,
  /** `shop.example.com/api/ shop`: which service a request is for. Derived from the parts. */
  routesMap: `${RUN}/routes.map`,
  /** `shop.green shop.blue`: the other pool of each. Derived from the parts. */
  otherMap: `${RUN}/other.map`,
  /** Has an entry in a worker that a reload has replaced: it hands every request over to its successor. */
  handoverMap: `${RUN}/handover.map`,
  /** What a reload carries over of the servers' health. */
  serverStates: `${RUN}/server-states`,
  masterSocket: `${RUN}/master.sock`,
  statsSocket: `${RUN}/stats.sock`,
} as const;

/** Ports inside the edge's container. */
export const PORTS = { http: 8080, https: 8443, preview: 8081, inside: 8404 } as const;

/** Path on every listener, of whatever host: 200 while every service has somebody who serves it, else 503. */
export const READY_PATH = "/.well-known/tidegate/ready";

/** Unix socket on which the newest worker takes over what older ones still get on connections they keep. */
export function relaySocket(listener: "public" | "preview"): string {
  return `${RUN}/${listener}.relay.sock`;
}

/** Unix socket on which a pool answers inside the edge whatever is active. */
export function smokeSocket(backend: string): string {
  return `${RUN}/${backend}.sock`;
}

import { BY_NAME_PATH } from "../../model/service-url.ts";
import { PATHS, PORTS, READY_PATH, relaySocket } from "./paths.ts";
import { splitClients, STABLE_POOL } from "./render-canary.ts";
import { OPEN_SUFFIX } from "./pool-names.ts";
import { count, countersTable } from "./render-counters.ts";
import { expectProxy, findClient, forward, trusted, type Trust } from "./render-forwarding.ts";
import { findRedirect, redirect } from "./render-route.ts";
import { tellInside } from "./render-synthetic.ts";
import type { BasePart } from "../tasks.ts";

/** Longest line of the access log in bytes; the fields that a client fills are cut, so that no line of its reaches that. */
const LINE_BYTES = 8192;
/** What a worker of the proxy keeps in memory of lines that nobody has read yet: some 10,000 of them. */
const RING_BYTES = 4 * 1024 ** 2;

/**
 * Fields of an access log line, JSON by the proxy's own encoder. The path comes without its query, which may hold secrets. The
 * last two number the lines of each worker and listener, so that a line that is missing shows.
 */
const logFields = (client: string, method: string) => [
  "%(time)[request_date(ms),ms_ltime('%Y-%m-%dT%H:%M:%S.%3N%z')]",
  "%(requestId)[var(txn.id)]",
  "%(traceId)[var(txn.trace)]",
  `%(client)${client}`,
  "%(host)[var(txn.host),bytes(0,255)]",
  `%(method)${method}`,
  "%(path)[var(txn.path),bytes(0,2000)]",
  "%(protocol)HV",
  "%(status:sint)ST",
  "%(service)[var(txn.service)]",
  "%(color)[var(txn.backend),field(-1,.)]",
  "%(server)s",
  "%(degraded:bool)[var(txn.degraded)]",
  "%(listener)ft",
  "%(bytesIn:sint)U",
  "%(bytesOut:sint)B",
  "%(waitMs:sint)Tw",
  "%(connectMs:sint)Tc",
  "%(responseMs:sint)Tr",
  "%(totalMs:sint)Ta",
  "%(retries:sint)rc",
  "%(end)tsc",
  "%(worker:sint)pid",
  "%(sequence:sint)lc",
];

/** Begins a line that the edge, when it puts the whole together, writes down once for each service, with its name for `@`. */
const EACH_SERVICE = "#@each-service ";
/** How such a line writes an `@` that is no service's name. */
const AT = String.raw`\x40`;
/** Begins a line that counts only where there is a service. */
const ANY_SERVICE = "#@any-service ";

/** The part of the proxy's config that belongs to no service. Pure, and the same text for the same input. */
export function renderBase({ https, accessLog = "all", ...trust }: BasePart): string {
  const sections = [
    global(),
    accessRing(),
    resolvers(),
    listenerDefaults(),
    innerDefaults(),
    handoverDefaults(),
    poolDefaults(),
    countersTable(),
    publicListener(https, accessLog, trust),
    previewListener(accessLog, trust),
    readiness(),
    insideListener(),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function global(): string[] {
  return section("global", [
    "log stderr format raw local0 notice",
    `stats socket ${PATHS.statsSocket} mode 600 level admin expose-fd listeners`,
    "# Whoever reads the access log's ring may hear nothing for as long as nobody asks for anything.",
    "stats timeout 23d",
    `server-state-file ${PATHS.serverStates}`,
    "# Connections the container's memory is meant for; a lower limit of the host's counts.",
    "fd-hard-limit 16000",
    "# Workers of past reloads live as long as their longest stream, but not for ever.",
    "hard-stop-after 1h",
    "mworker-max-reloads 50",
    "ssl-default-bind-options ssl-min-ver TLSv1.2",
    "tune.ssl.default-dh-param 2048",
  ]);
}

const RING = "access";

/** Where the lines of the access log wait for whoever writes them down; each worker has its own. */
function accessRing(): string[] {
  return section(`ring ${RING}`, ["format raw", `maxlen ${LINE_BYTES}`, `size ${RING_BYTES}`]);
}

function resolvers(): string[] {
  return section("resolvers docker", [
    "nameserver engine 127.0.0.11:53",
    "# What is sent by UDP goes to the engine's old port for good, where that was restarted and its containers live on.",
    "nameserver engine-tcp tcp@127.0.0.11:53",
    "resolve_retries 3",
    "timeout resolve 200ms",
    "timeout retry 200ms",
    "hold valid 200ms",
    "# A name that is gone leaves at once; an engine that does not answer takes nobody away.",
    "hold nx 200ms",
    "hold other 200ms",
    "hold obsolete 200ms",
    "hold refused 23d",
    "hold timeout 23d",
  ]);
}

function listenerDefaults(): string[] {
  return section("defaults listener", [
    "mode http",
    ...accessLog(),
    "# Kept connections end with an answer, never between two requests: no client meets a closed door at a reload.",
    "option idle-close-on-response",
    "option http-ignore-probes",
    "timeout http-request 10s",
    "timeout http-keep-alive 60s",
    "timeout client 5m",
    "timeout client-fin 30s",
    "timeout tunnel 1h",
  ]);
}

/** One line of JSON per request, with the id by which app and client know it. */
function accessLog(): string[] {
  return [
    `log ring@${RING} len ${LINE_BYTES} format raw local0 info`,
    `log-format "%{+json}o ${logFields("[var(txn.client)]", "[var(txn.method)]").join(" ")}"`,
    `error-log-format "%{+json}o ${logFields("ci", "HM").join(" ")}"`, // no rule has looked at what is no request
    ...requestId(),
  ];
}

/** What `unique-id` is: by it app, client and log know a request. */
export function requestId(): string[] {
  return ["unique-id-format %[uuid(7)]"];
}

type AccessLog = NonNullable<BasePart["accessLog"]>;

/** What the access log is to be without. A request that got no answer has passed no such rule, and is never left out. */
function leaveOut(accessLog: AccessLog): string[] {
  const unsampled = { all: undefined, errors: "", sampled: ` { rand(${SAMPLE}) gt 0 }` }[accessLog];
  return unsampled === undefined ? [] : [`http-after-response set-log-level silent if { status lt 500 }${unsampled}`];
}

/** One in so many is in a sampled log. */
const SAMPLE = 10;

/** Listeners that only the edge itself uses; their requests stand in no log. */
function innerDefaults(): string[] {
  return section("defaults inner", ["mode http", ...requestId(), "timeout http-request 10s", "timeout client 5m"]);
}

function handoverDefaults(): string[] {
  return section("defaults handover", [
    "mode http",
    "timeout connect 2s",
    "timeout queue 5s",
    "timeout server 5m",
    "timeout tunnel 1h",
  ]);
}

function poolDefaults(): string[] {
  return section("defaults pool", [
    "mode http",
    "balance leastconn",
    "option httpchk",
    "load-server-state-from-file global",
    ...retries(),
    "timeout connect 2s",
    "timeout queue 5s",
    "timeout server 5m",
    "timeout server-fin 30s",
    "timeout tunnel 1h",
    "# A container that starts, or takes another's place, earns every pass of its own.",
    "default-server check resolvers docker resolve-prefer ipv4 init-addr last,none init-state fully-down",
  ]);
}

/** How often a request is tried again, and where. */
export function retries(): string[] {
  return [
    "# Whatever was not sent yet goes to another replica; what may have been is sent again only where that is harmless.",
    "retries 3",
    "option redispatch 1",
    "retry-on conn-failure empty-response",
    "http-request disable-l7-retry unless { method GET HEAD OPTIONS PUT DELETE }",
  ];
}

/**
 * Whoever comes to port 80 is sent to 443: only there does the address without a port mean the same. The verification, which
 * asks from inside, is not sent away.
 */
const TO_HTTPS =
  "http-request redirect scheme https code 308 if { req.hdr(host),port_only 0 } { req.hdr(x-forwarded-proto) http } !relayed !asks_ready !{ src 127.0.0.0/8 }";

function publicListener(https: boolean, accessLog: AccessLog, trust: Trust): string[] {
  const tls = `bind :${PORTS.https} ssl crt ${PATHS.certificates}/ alpn h2,http/1.1 name https`;
  const binds = [`bind :${PORTS.http} name http`, ...(https ? [tls] : [])];
  return listener("public", {
    ...{ binds, accessLog, trust },
    find: findService(),
    choice: `map_str(${PATHS.activeMap})`,
    rules: [...(https ? [TO_HTTPS] : []), ...tellInside(), ...splitClients(), ...count(), ...lookForRed()],
    pools: ["use_backend %[var(txn.open)] if { var(txn.degraded) -m bool }"],
  });
}

function previewListener(accessLog: AccessLog, trust: Trust): string[] {
  return listener("preview", {
    ...{ binds: [`bind :${PORTS.preview} name preview`], accessLog, trust },
    find: findByName(),
    choice: `map_str(${PATHS.activeMap}),map_str(${PATHS.otherMap})`,
    rules: [],
    pools: [],
  });
}

interface Listener {
  binds: readonly string[];
  accessLog: AccessLog;
  trust: Trust;
  /** Rules that set `txn.service`. */
  find: readonly string[];
  /** Converters that make the service's name the pool's. */
  choice: string;
  rules: readonly string[];
  /** Choices of a pool before the usual one. */
  pools: readonly string[];
}

/**
 * A listener, and the way of an old worker to it. A worker that a reload has replaced sees no more of where containers
 * are and how they do, so what it still gets on connections it keeps, it hands to the newest one.
 */
function listener(name: "public" | "preview", description: Listener): string[] {
  const { binds, accessLog, trust, find, choice, rules, pools } = description;
  const socket = `unix@${relaySocket(name)}`;
  return [
    ...section(`frontend ${name} from listener`, [
      ...binds,
      `bind ${socket} mode 600 accept-proxy name relay`,
      ...trusted(trust),
      ...expectProxy(trust, name),
      `acl replaced str(replaced),map_str(${PATHS.handoverMap}) -m found`,
      `acl asks_ready path ${READY_PATH}`,
      "http-request set-log-level silent if replaced || asks_ready",
      ...leaveOut(accessLog),
      ...find,
      ...findRedirect(),
      `http-request set-var(txn.backend) var(txn.service),${choice}`,
      ...findClient(trust),
      ...forward(trust),
      ...redirect(),
      "# Only where there are services: an edge that has lost them all is out of order.",
      `${ANY_SERVICE}http-request return status 404 content-type text/plain string "no service has this address\\n" if !replaced !asks_ready !{ var(txn.service) -m found }`,
      ...rules,
      `use_backend newest-${name} if replaced`,
      "use_backend ready if asks_ready",
      ...pools,
      "use_backend %[var(txn.backend)]",
    ]),
    "",
    ...section(`backend newest-${name} from handover`, [`server newest ${socket} send-proxy-v2`]),
  ];
}

/** The longest route of the request's host wins; without one, the longest of its wildcard; then of those for every host. */
function findService(): string[] {
  return [
    "# The dot of an absolute name is no part of it.",
    "http-request set-var(txn.host) req.hdr(host),host_only,lower,rtrim(.)",
    "http-request set-var(txn.path) path",
    "http-request set-var(txn.method) method,bytes(0,32)",
    `http-request set-var(txn.service) var(txn.host),concat(,txn.path,/),map_beg(${PATHS.routesMap})`,
    `http-request set-var(txn.service) var(txn.host),regsub(^[^.]+,*),concat(,txn.path,/),map_beg(${PATHS.routesMap}) unless { var(txn.service) -m found }`,
    `http-request set-var(txn.service) str(*),concat(,txn.path,/),map_beg(${PATHS.routesMap}) unless { var(txn.service) -m found }`,
  ];
}

/**
 * The preview has one address for all services. One that answers to a host name can be asked by that name in the path; what
 * its pages link to is found by a cookie, where nobody else takes it.
 */
function findByName(): string[] {
  const byCookie = `if !replaced !{ var(txn.service) -m found } { req.cook(${NAME_COOKIE}) -m found }`;
  return [
    `http-request set-var(txn.name) path,field(${BY_NAME_PATH.split("/").length},/) if !replaced { path_reg ^${BY_NAME_PATH}[a-z0-9.-]+(/|$) }`,
    "http-request set-header Host %[var(txn.name)] if { var(txn.name) -m found }",
    `http-request replace-path ^${BY_NAME_PATH}[^/]+/?(.*)$ /\\1 if { var(txn.name) -m found }`,
    `http-after-response add-header Set-Cookie "${NAME_COOKIE}=%[var(txn.name)]; Path=/; HttpOnly; SameSite=Lax" if { var(txn.name) -m found }`,
    ...findService(),
    `http-request set-header Host %[req.cook(${NAME_COOKIE})] ${byCookie}`,
    `http-request set-var(txn.service) req.cook(${NAME_COOKIE}),concat(,txn.path,/),map_beg(${PATHS.routesMap}) ${byCookie}`,
  ];
}

const NAME_COOKIE = "tidegate-preview";

/** Where no replica passes its checks, but some have an address, these get the requests. */
function lookForRed(): string[] {
  return [
    `http-request set-var(txn.open) var(txn.backend),concat(${OPEN_SUFFIX}) if { var(txn.backend),nbsrv 0 }`,
    "http-request set-var(txn.degraded) bool(true) if { var(txn.open),nbsrv gt 0 }",
  ];
}

/** Whether every service that has served has somebody who serves it, for whoever stands before several edges. */
function readiness(): string[] {
  const pool = `str(@),map_str(${PATHS.activeMap})`;
  const stable = `str(@),${STABLE_POOL.replace("@", AT)}`;
  const answer = (status: number, text: string) =>
    `http-request return status ${status} content-type text/plain hdr Cache-Control no-store string "${text}\\n"`;
  return section("backend ready from handover", [
    `${EACH_SERVICE}${answer(503, "not ready")} if { ${pool},nbsrv 0 } !{ ${stable},nbsrv gt 0 }`,
    `${EACH_SERVICE}${answer(200, "ready")} if { ${pool} -m found }`,
    answer(503, "not ready"),
  ]);
}

function insideListener(): string[] {
  return section("frontend inside from inner", [
    `bind 127.0.0.1:${PORTS.inside}`,
    "timeout client 10s",
    "timeout http-request 10s",
    "http-request use-service prometheus-exporter if { path /metrics }",
    "stats enable",
    "stats uri /",
  ]);
}

function section(head: string, lines: readonly string[]): string[] {
  return [head, ...lines.map((line) => `  ${line}`)];
}

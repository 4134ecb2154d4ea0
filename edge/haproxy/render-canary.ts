import { CLIENTS, type Canary } from "../../model/canary.ts";
import { FORCE_HEADER } from "../../model/force-header.ts";
import { PATHS } from "./paths.ts";
import { quote } from "./quote.ts";
import { FROM_OUTSIDE } from "./render-synthetic.ts";

/** Holds the number by which a client without a better sign is known while a release gets its traffic step by step. */
const NUMBER_COOKIE = "tidegate-number";

/** Say `true` for the new color, and `false` for the other one. */
export const FORCE = { header: FORCE_HEADER, cookie: "tidegate-canary" } as const;

/** Where the edge, when it puts the whole together, writes the rules by which a service knows its clients: {@link knowClients}. */
const EACH_RULE = "#@rules";

/** Converters that make of a service's name what the map of canaries says. An edge of before 0.10.0 has no such file. */
const LOOK_UP = `map_str(opt@${PATHS.canaryMap})`;

/** Converters that make of a service's name the pool of those clients that have not gone over to a canary. */
export const STABLE_POOL = `${LOOK_UP},field(2,|)`;

const IN_CANARY = "if { var(txn.canary) -m found }";
const HAS_NUMBER = "{ var(txn.number) -m found }";

/**
 * Rules of the public listener that send a client to one of two pools while a release gets its traffic step by step: to the active
 * one where its number is below the share that has gone over. A client keeps its number, so that a growing share only ever moves
 * clients forward. Where nobody in the active pool is well, all go to the other one; never the other way about, because nobody knows
 * yet that the new color can do it.
 *
 * What the edge asks for itself always goes to the active pool, which is the one that is to prove itself.
 */
export function splitClients(): string[] {
  const forced = [`req.hdr(${FORCE.header})`, `req.cook(${FORCE.cookie})`];
  const force = (value: string, number: number) =>
    forced.map((said) => `http-request set-var(txn.number) int(${number}) ${IN_CANARY} { ${said} -m str ${value} }`);
  return [
    `http-request set-var(txn.canary) var(txn.service),${LOOK_UP} if !replaced !asks_ready ${FROM_OUTSIDE}`,
    ...force("true", 0),
    ...force("false", CLIENTS - 1),
    EACH_RULE,
    `http-request set-var(txn.number) req.cook(${NUMBER_COOKIE}) ${IN_CANARY} !${HAS_NUMBER} { req.cook(${NUMBER_COOKIE}) -m reg ^[0-9]{1,4}$ }`,
    `http-request set-var(txn.drawn) rand(${CLIENTS}) ${IN_CANARY} !${HAS_NUMBER}`,
    "http-request set-var(txn.number) var(txn.drawn) if { var(txn.drawn) -m found }",
    `http-request set-var(txn.share) var(txn.canary),field(1,|) ${IN_CANARY}`,
    `http-request set-var(txn.stable) var(txn.canary),field(2,|) ${IN_CANARY}`,
    "http-request set-var(txn.backend) var(txn.stable) if { var(txn.number),sub(txn.share) -m int ge 0 }",
    "http-request set-var(txn.backend) var(txn.stable) if { var(txn.stable) -m found } { var(txn.backend),nbsrv 0 } { var(txn.stable),nbsrv gt 0 }",
    ...setNumber("", "!{ ssl_fc }"),
    ...setNumber("; Secure", "{ ssl_fc }"),
  ];
}

/** An answer that a cache may give to others takes no number along: they would all be one client. */
function setNumber(more: string, when: string): string[] {
  const cookie = `${NUMBER_COOKIE}=%[var(txn.drawn)]; Path=/; HttpOnly; SameSite=Lax${more}`;
  const isOwn = "!{ res.hdr(cache-control) -m sub public s-maxage }";
  return [`http-after-response add-header Set-Cookie "${cookie}" if { var(txn.drawn) -m found } ${isOwn} ${when}`];
}

/** The line of a service's part by which it knows its clients; none where the cookie is enough. */
export function knowClients(service: string, { sticky }: Pick<Canary, "sticky">): string[] {
  if (sticky === "cookie") return [];
  const sign = sticky === "source" ? "var(txn.client)" : `req.fhdr(${quote(sticky.slice("header ".length))})`;
  const isMine = `${IN_CANARY} { var(txn.service) -m str ${service} } !${HAS_NUMBER}`;
  // xxh32 spreads what differs in one bit over all numbers (its reference implementation's avalanche test).
  return [`${EACH_RULE} http-request set-var(txn.number) ${sign},xxh32,mod(${CLIENTS}) ${isMine}`];
}

import type { BasePart } from "../tasks.ts";
import { DROP_MARK } from "./render-synthetic.ts";
import { passTrace } from "./render-trace.ts";

/** Whose word on a request's way here is believed, and which of the traces that begin here are recorded. */
export type Trust = Pick<BasePart, "trustedProxies" | "clientIpHeader" | "proxyProtocol" | "traces">;

/** Trusted proxies one behind the other, as far as the client is looked for in X-Forwarded-For. */
const MAX_PROXIES = 5;

/**
 * The edge is the first of ours that a request meets, so what a client claims about its way here is dropped; what a trusted
 * proxy says is believed. What comes from an older worker has been through this already.
 */
export function forward(trust: Trust = {}): string[] {
  const { clientIpHeader } = trust;
  const isTrusting = trust.trustedProxies !== undefined;
  const but = isTrusting ? " || trusted" : "";
  return [
    "acl relayed so_name relay",
    "http-request set-header X-Request-ID %[unique-id] unless relayed",
    "http-request set-var(txn.id) req.hdr(x-request-id)",
    ...passTrace(trust),
    "http-request del-header Forwarded unless relayed",
    DROP_MARK,
    `http-request set-header X-Forwarded-For %[src] unless relayed${but}`,
    ...(isTrusting ? ["http-request add-header X-Forwarded-For %[src] if trusted !relayed"] : []),
    ...(clientIpHeader === undefined ? [] : [`http-request del-header ${clientIpHeader} unless relayed || trusted`]),
    "http-request set-header X-Forwarded-Host %[req.hdr(host)] unless relayed",
    ...forwardedProto(isTrusting),
    "http-after-response set-header X-Request-ID %[var(txn.id)]",
    "# How long the app keeps its own connections is nothing to a client.",
    "http-response del-header Keep-Alive",
    "# Proof for the verification, which asks from inside, of who answered.",
    "http-after-response set-header X-Tidegate-Backend %[var(txn.service)]/%[be_name]/%[srv_name] if { src 127.0.0.0/8 }",
  ];
}

/** The ACL that all rules below ask: whether the connection comes from a trusted proxy. */
export function trusted({ trustedProxies = [] }: Trust): string[] {
  return isProxy("trusted", "src", trustedProxies);
}

/** The PROXY protocol (versions 1 and 2) from those who are trusted to speak it; anybody else could claim any address. */
export function expectProxy({ proxyProtocol = [] }: Trust, listener: string): string[] {
  const binds = proxyProtocol.filter((name) => (listener === "preview") === (name === "preview"));
  if (binds.length === 0) return [];
  return [`tcp-request connection expect-proxy layer4 if { so_name ${binds.join(" ")} } trusted !{ src 127.0.0.0/8 }`];
}

/** Words of a line of the proxy's config, of which it takes 64. */
const ADDRESSES_PER_LINE = 40;

/** Lines that make an ACL of whether an address is one of the trusted proxies'. */
function isProxy(acl: string, address: string, proxies: readonly string[]): string[] {
  const lines = Math.ceil(proxies.length / ADDRESSES_PER_LINE);
  return Array.from({ length: lines }, (_, line) => {
    const some = proxies.slice(line * ADDRESSES_PER_LINE, (line + 1) * ADDRESSES_PER_LINE);
    return `acl ${acl} ${address} -m ip ${some.join(" ")}`;
  });
}

/**
 * Rules of a listener, before {@link forward}, that set `txn.client`: the last address of the way here that no trusted proxy
 * has, as nginx and Envoy look for it.
 */
export function findClient({ trustedProxies, clientIpHeader }: Trust = {}): string[] {
  const own = "http-request set-var(txn.client) src";
  if (trustedProxies === undefined) return [own];
  const hop = (index: number) => `req.hdr_ip(x-forwarded-for,-${index})`;
  const hops = Array.from({ length: MAX_PROXIES }, (_, index) => index + 1);
  return [
    own,
    ...isProxy("client_is_proxy", "var(txn.client)", trustedProxies),
    ...hops.slice(0, -1).flatMap((index) => isProxy(`hop${index}_is_proxy`, hop(index), trustedProxies)),
    ...hops.map((index) => {
      const past = index === 1 ? "trusted" : `client_is_proxy hop${index - 1}_is_proxy`;
      return `http-request set-var(txn.client) ${hop(index)} if ${past} { ${hop(index)} -m found }`;
    }),
    ...(clientIpHeader === undefined
      ? []
      : [
          `http-request set-var(txn.client) req.hdr_ip(${clientIpHeader}) if trusted { req.hdr_ip(${clientIpHeader}) -m found }`,
        ]),
  ];
}

function forwardedProto(isTrusting: boolean): string[] {
  if (!isTrusting) {
    return [
      "http-request set-header X-Forwarded-Proto http unless relayed || { ssl_fc }",
      "http-request set-header X-Forwarded-Proto https if { ssl_fc }",
    ];
  }
  return [
    "acl proto_told req.hdr(x-forwarded-proto) -m str http https",
    "http-request set-header X-Forwarded-Proto http if !relayed !{ ssl_fc } !trusted",
    "http-request set-header X-Forwarded-Proto http if !relayed !{ ssl_fc } !proto_told",
    "http-request set-header X-Forwarded-Proto https if { ssl_fc } !trusted",
    "http-request set-header X-Forwarded-Proto https if { ssl_fc } !proto_told",
  ];
}

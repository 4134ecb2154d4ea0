import { durationMs } from "../../model/duration.ts";
import type { Health, Release } from "../../model/release.ts";
import type { Route } from "../../model/route.ts";
import { checkedHost } from "../checked-host.ts";
import { quote } from "./quote.ts";

/** The health check of a release, as lines of a pool: whom to connect to, what to send, what to expect. */
export function renderHealthCheck({ health }: Release, route: Route): string[] {
  return [
    ...(health.port === undefined ? [] : [`http-check connect port ${health.port}`]),
    `http-check send meth ${health.method ?? "GET"} uri ${quote(health.path)} ver HTTP/1.1 ${headers(health, route)}`,
    `http-check expect status ${health.expect}`,
    ...(health.contains === undefined ? [] : [`http-check expect string ${quote(health.contains)}`]),
    `timeout check ${durationMs(health.timeout)}ms`,
  ];
}

function headers(health: Health, route: Route): string {
  const own = health.headers ?? {};
  const isNamed = Object.keys(own).some((name) => name.toLowerCase() === "user-agent");
  return [
    `hdr Host ${quote(checkedHost(health, route))}`,
    ...(isNamed ? [] : ["hdr User-Agent tidegate-check"]),
    // A value is a log format, in which a percent sign is written twice.
    ...Object.entries(own).map(([name, value]) => `hdr ${quote(name)} ${quote(value.replaceAll("%", "%%"))}`),
  ].join(" ");
}

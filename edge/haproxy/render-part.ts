import { COLORS, otherColor, type Color } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import { backendName, replicaName, type StackId } from "../../model/names.ts";
import type { ServicePart } from "../../model/record.ts";
import type { Gate } from "../../model/service.ts";
import { routeEntries, routeKey } from "../../model/route.ts";
import { smokeSocket } from "./paths.ts";
import { knowClients } from "./render-canary.ts";
import { OPEN_SUFFIX, slotName } from "./pool-names.ts";
import { quote } from "./quote.ts";
import { forward } from "./render-forwarding.ts";
import { renderHealthCheck } from "./render-health-check.ts";
import { stripPrefix, takerOf } from "./render-route.ts";

/** How often a replica that is well is asked; while its state changes, `gate.interval` counts. */
const CALM_INTERVAL_MS = 1_000;

/**
 * A service's part of the proxy's config: a pool of slots and an inner listener per color. Pure, and the same text for
 * the same input. Lines that start with `#@` are entries of the maps that all services share.
 */
export function renderPart(id: StackId, part: ServicePart): string {
  const { service, route } = part;
  const maps = [
    ...routeEntries(route).map((entry) => `#@routes ${routeKey(entry)} ${takerOf(entry, service)}`),
    ...(part.canary === undefined ? [] : knowClients(service, part.canary)),
    ...COLORS.map((color) => `#@other ${backendName(service, color)} ${backendName(service, otherColor(color))}`),
  ];
  const sections = COLORS.flatMap((color) => [...pools(id, part, color), smokeListener(service, color)]);
  return `${[maps, ...sections].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** The pool of a color, and its twin that asks for no health. */
function pools(id: StackId, part: ServicePart, color: Color): string[][] {
  const { service, route, gate, maxReplicas } = part;
  const sealed = part.releases[color];
  const head = `backend ${backendName(service, color)}`;
  if (sealed === null) return [[`${head} from pool`, `  # ${color} has no release`]];
  const slots = Array.from({ length: maxReplicas }, (_, index) => {
    const name = replicaName(id, service, color, index);
    return `server ${slotName(index)} ${quote(name)}:${sealed.release.port}`;
  });
  const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
  return [
    [
      `${head} from pool`,
      ...indented([...renderHealthCheck(sealed.release, route), pace(gate), ...stripPrefix(route), ...slots]),
    ],
    [`${head}${OPEN_SUFFIX} from pool`, ...indented([...UNCHECKED, ...stripPrefix(route), ...slots])],
  ];
}

/**
 * Serves in place of a pool whose replicas are all red, whichever accepts the connection. They take turns, because one
 * that refuses would always have the fewest connections.
 */
const UNCHECKED = ["balance roundrobin", "retries 5", "default-server no-check init-state up"];

function pace({ passes, interval }: Gate): string {
  const fast = durationMs(interval);
  const calm = Math.max(fast, CALM_INTERVAL_MS);
  return `default-server inter ${calm}ms fastinter ${fast}ms downinter ${fast}ms rise ${passes} fall 3`;
}

/** Where smoke requests reach the color from inside the edge, whatever is active. */
function smokeListener(service: string, color: Color): string[] {
  const backend = backendName(service, color);
  return [
    `frontend ${backend}.smoke from inner`,
    ...[
      `bind unix@${smokeSocket(backend)} mode 600`,
      "http-request set-var(txn.host) req.hdr(host),host_only,lower",
      "http-request set-var(txn.path) path",
      ...forward(),
      `default_backend ${backend}`,
    ].map((line) => `  ${line}`),
  ];
}

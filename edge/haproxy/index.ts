import type { EdgeProxy } from "../proxy.ts";
import { followAccessLog, readAccessLog } from "./access-log.ts";
import { whyNotFill, withFullDisk } from "./full-disk.ts";
import { holdLease } from "./hold-lease.ts";
import { readLedger } from "./ledger.ts";
import { leadSlots } from "./lead-slots.ts";
import { measure } from "./measure.ts";
import { PORTS } from "./paths.ts";
import { readMemory } from "./read-memory.ts";
import { readReleases } from "./remembered-releases.ts";
import { openCounts, openSession } from "./open.ts";
import { renderBase } from "./render-base.ts";
import { renderPart } from "./render-part.ts";
import { standInCommand } from "./render-stand-in.ts";
import { runScript } from "./run-script.ts";

/** HAProxy, in the container that `images/edge` makes. Nothing outside this folder knows more of it than this. */
export const haproxy = {
  ports: PORTS,
  renderBase,
  renderPart,
  applyBase: (edge, change) => runScript(edge, ["base"], change),
  applyPart: (edge, change) => runScript(edge, ["apply", change.part.service], change),
  remove: (edge, service) => runScript(edge, ["remove", service], {}),
  observe: readMemory,
  readReleases,
  readLedger,
  measure,
  holdLease,
  standInCommand,
  leadSlots,
  whyNotFill,
  withFullDisk,
  openCounts,
  openSession,
  readAccessLog,
  followAccessLog,
} satisfies EdgeProxy;

import { durationMs } from "../../model/duration.ts";
import type { HostGateSettings } from "../../model/gates/host.ts";
import { sizeBytes } from "../../model/size.ts";
import { allOf } from "./all-of.ts";
import { defineGate, type Finding } from "./gate.ts";
import { probeHost, type SeenHost } from "./probe-host.ts";
import type { GateRequest } from "./request.ts";

const MIB = 1024 ** 2;
/** A registry tells an image's packed size only; unpacked, it takes two to three times as much. */
const UNPACKED = 3;

/** A release does not begin on a host that cannot carry it. */
export const hostGate = defineGate<"host", SeenHost>({
  id: "host",
  title: "Host",
  description:
    "The host can be reached, runs an engine that is new enough, and its clock is right; its disk has room for the image and for the " +
    "past releases that are kept, its memory for the new pool at its limits; no other service of the environment is in trouble, and " +
    "the image that serves now is still there, for the way back. All of it is told at once.",
  rationale:
    "A disk that fills up in the middle of a release, or a pool that pushes others out of memory, breaks what served well.",
  remediation:
    "Do what each part says: make room, lower limits or replicas, set the clock, mend the other service. Then run again.",
  example: `host:
  engine: "20.10" # lowest version of the container engine
  clock: 5s # how far its clock may be off
  disk: 1GiB # must stay free
  keep: 3 # past releases there must be room for`,
  deadline: "30s",
  words: ({ engine, clock, disk, keep }, { replicas, release }) => ({
    asked: `whether the host carries ${replicas} replicas of ${release.limits.memory}`,
    wanted:
      `engine ${engine} or later, a clock that is right within ${clock}, ${disk} free beside the image and ${keep} past ones, memory for ` +
      "the new pool, no other service in trouble, the serving image kept",
  }),
  needsPlace: true,
  probe: (_settings, context, signal) => probeHost(context, signal),
  judge: judgeHost,
});

export function judgeHost(
  settings: HostGateSettings,
  seen: SeenHost,
  request: Pick<GateRequest, "release" | "replicas">,
): Finding {
  return allOf([
    engineFinding(settings, seen),
    clockFinding(settings, seen),
    diskFinding(settings, seen),
    memoryFinding(seen, request),
    ...serviceFindings(seen),
    servingImageFinding(seen),
  ]);
}

function engineFinding({ engine: wanted }: HostGateSettings, { engine }: SeenHost): Finding {
  const [is, least] = [engine, wanted].map((version) => version.split(/[^\d]/).map(Number));
  const difference = [0, 1, 2].map((part) => (is?.[part] || 0) - (least?.[part] || 0)).find((each) => each !== 0) ?? 0;
  if (difference >= 0) return { verdict: "pass", seen: `engine ${engine}` };
  return { verdict: "fail", seen: `the engine is ${engine}`, remedy: `Bring it to ${wanted} or later.` };
}

function clockFinding({ clock }: HostGateSettings, { clockOffMs }: SeenHost): Finding {
  const off = offText(Math.abs(clockOffMs) / 1000);
  if (Math.abs(clockOffMs) <= durationMs(clock)) return { verdict: "pass", seen: `clock within ${clock}` };
  return {
    verdict: "fail",
    seen: `its clock is ${off} ${clockOffMs > 0 ? "ahead of" : "behind"} this machine's`,
    remedy: "Have both set by NTP (`timedatectl set-ntp true`).",
  };
}

function diskFinding({ disk, keep }: HostGateSettings, { freeBytes, image }: SeenHost): Finding {
  if (freeBytes === null) return unknown("free room on the disk", "Its edge must run to tell.");
  if (image === null) return unknown("how large the image is", "The gate `image` says more of it.");
  const unpacked = image.isThere ? image.bytes : image.bytes * UNPACKED;
  const toCome = Math.max(keep - image.others, 0) + (image.isThere ? 0 : 1);
  const needed = sizeBytes(disk) + unpacked * toCome;
  const seen = `${mib(freeBytes)} free on the disk`;
  if (freeBytes >= needed) return { verdict: "pass", seen };
  return {
    verdict: "fail",
    seen: `${seen}, where ${mib(needed)} are needed: ${disk} and ${toCome} images of ${mib(unpacked)}`,
    remedy: "Make room: `tidegate prune`, then what else fills the disk.",
  };
}

/** What the color's containers use now comes back when they are replaced, and is part of what the new pool needs where they stay. */
function memoryFinding(
  { memory }: SeenHost,
  { release, replicas }: Pick<GateRequest, "release" | "replicas">,
): Finding {
  if (memory === null) return unknown("how much memory is available", "Its edge must run to tell.");
  const needed = sizeBytes(release.limits.memory) * replicas;
  const available = memory.availableBytes + memory.ownBytes;
  const seen = `${mib(available)} of memory available`;
  if (available >= needed) return { verdict: "pass", seen };
  return {
    verdict: "fail",
    seen: `${seen}, where ${replicas} replicas of ${release.limits.memory} may need ${mib(needed)}`,
    remedy: "Lower `limits.memory` or `replicas`, or stop what else runs there.",
  };
}

function serviceFindings({ troubles }: SeenHost): Finding[] {
  if (troubles.length === 0) return [{ verdict: "pass", seen: "no other service in trouble" }];
  return troubles.map((seen) => ({ verdict: "fail", seen, remedy: "Mend that first: `tidegate status` says more." }));
}

function servingImageFinding({ servingImage }: SeenHost): Finding {
  if (servingImage === null) return { verdict: "pass", seen: "nothing serves yet" };
  const { image, isThere } = servingImage;
  if (isThere) return { verdict: "pass", seen: "the serving image is kept" };
  return {
    verdict: "fail",
    seen: `${image}, which serves now, is not on the host any more`,
    remedy: `Get it back, or there is no way back to it: \`docker pull ${image}\` on the host.`,
  };
}

/** `7.5s`, `12min`, `2.0h`. */
function offText(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)}s`;
  return seconds < 6_000 ? `${Math.round(seconds / 60)}min` : `${(seconds / 3_600).toFixed(1)}h`;
}

function unknown(what: string, remedy: string): Finding {
  return { verdict: "inconclusive", seen: `not known: ${what}`, remedy };
}

function mib(bytes: number): string {
  return `${Math.floor(bytes / MIB)} MiB`;
}

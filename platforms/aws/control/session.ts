import type { Session } from "../../../edge/session.ts";
import { otherColor } from "../../../model/color.ts";
import { BusyError } from "../../../model/errors.ts";
import type { EdgeRecord, ServicePart } from "../../../model/record.ts";
import type { AwsClients } from "../clients.ts";
import { readTargets } from "../observe/target-health.ts";
import type { AwsPlace } from "../place.ts";
import type { AwsStore } from "../store/open-store.ts";
import { settle } from "../store/settle.ts";
import { followScaling, scaledColors } from "./follow-scaling.ts";
import { findService, type FoundService } from "./found-service.ts";
import { shiftCanary } from "./shift-canary.ts";
import { placesOf, slotsOf, type PlacesByColor } from "./slots.ts";
import { switchTraffic } from "./switch-traffic.ts";

/** What is asked and done about a service by those who watch a release, and by commands on one: the same as of an edge. */
export interface AwsSession extends Pick<Session, "readSlots" | "shift" | "switchTraffic" | "note"> {
  look(): Promise<{ record: EdgeRecord | null; part: Pick<ServicePart, "replicas" | "releases"> | null }>;
  /** What it has in the account. */
  found: FoundService;
}

export interface SessionArgs {
  clients: AwsClients;
  place: AwsPlace;
  store: AwsStore;
  service: string;
  /** Since when tasks are what they are, as far as somebody has seen; from now on when left out. */
  places?: PlacesByColor;
  /** Unix time in ms. */
  now?: () => number;
}

/** Finds a service in an account. Throws an InputError where it has several rules. */
export async function openSession({
  clients,
  place,
  store,
  service,
  places = {},
  now = Date.now,
}: SessionArgs): Promise<AwsSession> {
  const found = await findService(clients, place, service);
  const { pools, groups } = found;
  const moved = { clients, place, store, service };
  const followTraffic = () => followScaling(moved, () => scaledColors(moved, found));

  return {
    found,
    async look() {
      const kept = await store.records.read(service);
      const record = kept === null ? null : (await settle(store, kept)).read.record;
      const color = record?.active ?? null;
      const pool = color === null ? undefined : pools[color];
      if (record === null || pool === undefined) return { record, part: null };
      const { sealed } = record;
      const isThere = (of: "blue" | "green") => pools[of]?.release === sealed[of]?.hash;
      const releases = {
        blue: isThere("blue") ? sealed.blue : null,
        green: isThere("green") ? sealed.green : null,
      };
      // Where two share the traffic, the next step may lead all that the other one bears onto it.
      const shared = record.canary === undefined ? 0 : (pools[otherColor(pool.color)]?.desired ?? 0);
      return { record, part: { replicas: Math.max(pool.desired, shared), releases } };
    },
    async readSlots(color) {
      const targets = groups[color] === undefined ? [] : await readTargets(clients, groups[color]);
      return slotsOf(placesOf(targets, pools[color]?.desired ?? 0, places[color], now()), targets);
    },
    async shift(change) {
      const done = await shiftCanary({ clients, store, service, found }, change);
      if ("at" in done) await followTraffic();
      return done;
    },
    async switchTraffic([change]) {
      if (change === undefined) throw new Error("a switch is of one service at least");
      const kept = await store.records.read(service);
      const before = kept === null ? null : (await settle(store, kept)).read;
      if (before?.record.generation !== change.expected) {
        return { service, found: before?.record.generation ?? 0 };
      }
      try {
        const { tookMs, head } = await switchTraffic({ args: { clients, store, service }, found }, before, change);
        await followTraffic();
        return { at: now(), tookMs, head };
      } catch (error) {
        if (!(error instanceof BusyError)) throw error;
        return { service, found: (await store.records.read(service))?.record.generation ?? 0 };
      }
    },
    note: (facts) => store.ledger.append(facts),
  };
}

import { Watcher } from "../../../../agent/watch/watcher.ts";
import type { News } from "../../../../agent/notify/event.ts";
import { NO_COUNTS } from "../../../../edge/counts.ts";
import type { Session, Shift, Slot, Switch } from "../../../../edge/session.ts";
import { canarySchema } from "../../../../model/canary.ts";
import type { Color } from "../../../../model/color.ts";
import type { GuardVerdict } from "../../../../model/guard-verdict.ts";
import { BusyError } from "../../../../model/errors.ts";
import type { EdgeRecord, ServicePart } from "../../../../model/record.ts";
import { beginCanary } from "../../../../plan/canary-steps.ts";
import { record, release, seal } from "../../edge/observed.ts";

export const SEALED = { blue: seal(release("1")), green: seal(release("2")) };

/** An edge with one service, as far as the agent asks it. */
export class Edge {
  record: EdgeRecord = {
    ...record({ active: "green", sealed: SEALED }),
    ...canaryOf("5% 10s, 30% 10s, 100%"),
  };
  /** Milliseconds by a clock that only grows. */
  now = 0;
  /** By how much the host's clock was set ahead. */
  clockSetMs = 0;
  /** When the replicas of the new color came into the state that they are in, by the clock that only grows. */
  since = 0;
  requests = 0;
  /** Of the answers that the new color gives, those with 500. */
  errors = 0;
  part: ServicePart | null = null;
  /** What Prometheus has to say. */
  promql: GuardVerdict[] = [];
  /** In each look, the colors to which requests are to be sent in users' stead. */
  readonly askedInUsersStead: (readonly Color[])[] = [];
  shifts: Shift[] = [];
  switches: Switch[] = [];
  /** Of the new color. */
  isUp = true;
  /** Its record cannot be read. */
  isUnreadable = false;
  /** There is another service, which comes first and of which nothing more can be asked. */
  hasSick = false;
  isHeld = false;
  isBehind = false;
  readonly said: string[] = [];
  readonly told: News[] = [];
  /** What the agent tells that watches it. */
  standstills: () => unknown = () => undefined;

  async watch(file: string): Promise<() => Promise<void>> {
    const now = () => 1_800_000_000_000 + this.now + this.clockSetMs;
    const slot = (isUp: boolean, since: number) =>
      ({ index: 0, isUp, since: now() - (this.now - since), isOut: !isUp, words: isUp ? "UP" : "DOWN" }) as Slot; // all that is asked of one
    const session: Partial<Session> = {
      readSlots: (color) => Promise.resolve([color === "green" ? slot(this.isUp, this.since) : slot(true, 0)]),
      switchTraffic: (changes) => this.#switch(changes),
      note: () => Promise.resolve(null),
      shift: (change) => this.#shift(change),
    };
    const answers = (errors: number) => ({ ...NO_COUNTS, statuses: [0, this.requests - errors, 0, 0, errors] });
    const counts = () => ({ blue: answers(0), green: answers(this.errors) });
    const of = (name: string) =>
      name === "blog" ? Promise.reject(new Error("the conversation has ended")) : Promise.resolve(session as Session);
    const link = { session: of }; // nothing else is asked of a session
    const log = (_: string, message: string) => void this.said.push(message);
    const tell = (news: News) => void this.told.push(news);
    const judges = [() => this.promql];
    const watcher = await Watcher.open({
      link,
      judges,
      synthetic: (_, { colors }) => void this.askedInUsersStead.push(colors),
      log,
      name: "agent on a",
      file,
      now,
      tell,
    });
    this.standstills = () => watcher.standstills;
    return () => {
      const seen = { record: this.record, part: this.part };
      const sick = { blog: { ...seen, record: { ...this.record, service: "blog" } } };
      const shop = this.isUnreadable ? { record: null, part: null } : seen;
      const services = { ...(this.hasSick ? sick : {}), shop };
      return watcher.look({
        at: this.now,
        services,
        counts: { shop: counts(), blog: counts() },
        countedAt: this.now,
        ...{ ledger: null, gates: {}, certificates: {} },
        problems: this.isUnreadable ? { shop: "no record" } : {},
      });
    };
  }

  #switch([change]: readonly Switch[]) {
    if (change === undefined) throw new Error("there is no switch");
    this.switches.push(change);
    const { canary: _, ...rest } = this.record;
    const { active, generation, hold } = change;
    this.record = { ...rest, active, generation, ...(hold == null ? {} : { hold }) };
    return Promise.resolve({ at: 0, tookMs: 1, head: null });
  }

  #shift(change: Shift) {
    this.shifts.push(change);
    if (this.isHeld) return Promise.reject(new BusyError("edge: jane holds it"));
    if (this.isBehind) return Promise.resolve({ generation: 1, revision: 9 });
    const { canary: _, ...rest } = this.record;
    this.record = change.canary === null ? rest : { ...rest, canary: change.canary };
    return Promise.resolve({ at: 0, tookMs: 1, head: null });
  }
}

export function canaryOf(steps: string) {
  const canary = beginCanary(canarySchema.parse({ steps }), { from: "blue", replicas: 2, now: 0 });
  return canary === null ? {} : { canary };
}

import { describe, expect, it } from "vitest";
import type { Event } from "../../../../../agent/notify/event.ts";
import { accept } from "../../../../../agent/notify/queue/accept.ts";
import { acknowledge } from "../../../../../agent/notify/queue/acknowledge.ts";
import { next } from "../../../../../agent/notify/queue/next.ts";
import { EMPTY_QUEUE, type Envelope, type Queue } from "../../../../../agent/notify/queue/queue.ts";
import { settle } from "../../../../../agent/notify/queue/settle.ts";
import type { NotifySettings } from "../../../../../model/notify.ts";
import { EVENTS } from "../../../../support/notify-events.ts";
import { MINUTE, NOW, SECOND, settingsWith } from "./settings.ts";

const CHAT = settingsWith({ channels: { chat: { type: "dingtalk", urlSecretName: "CHAT" } } });
const HOUR = 60 * MINUTE;
const FAILED = { ok: false, problem: "it answered 503" } as const;

/** A queue with a clock, through which everything goes at once. */
class Run {
  queue: Queue = EMPTY_QUEUE;
  now = NOW;
  readonly settings: NotifySettings;

  constructor(settings: NotifySettings) {
    this.settings = settings;
  }

  take(...events: Event[]): this {
    for (const event of events) this.queue = accept(this.queue, event, { settings: this.settings, now: this.now });
    return this;
  }

  after(ms: number): this {
    this.now += ms;
    return this;
  }

  due(...busy: string[]): Envelope[] {
    const { queue, due } = next(this.queue, { settings: this.settings, now: this.now, busy: new Set(busy) });
    this.queue = queue;
    return due;
  }

  /** What goes out now, and how it ended. */
  send(outcome: Parameters<typeof settle>[2] = { ok: true }): string[] {
    const due = this.due();
    for (const one of due) this.queue = settle(this.queue, one, outcome, { now: this.now, random: 0 });
    return due.map(textOf);
  }
}

const textOf = ({ channel, act, events }: Envelope) => `${channel} ${act} ${events.map(({ id }) => id).join(" ")}`;
const numbered = (of: Event, count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...of, id: `n${index}` }));

describe("what is due", () => {
  it("is one message about everything that came within a moment", () => {
    const run = new Run(CHAT)
      .take(EVENTS["canary-started"])
      .after(20 * SECOND)
      .take(EVENTS["step-reached"]);
    expect(run.send()).toEqual([]);
    expect(run.after(10 * SECOND).send()).toEqual(["chat tell shop-17-started shop-17-step-2"]);
    expect(run.after(HOUR).send()).toEqual([]);
  });

  it("is critical at once, with all that waited before it", () => {
    const run = new Run(CHAT).take(EVENTS["step-reached"], EVENTS["rolled-back"]);
    expect(run.send()).toEqual(["chat tell shop-17-rolled-back shop-17-step-2"]);
  });

  it("is nothing through a channel that is still at it", () => {
    const run = new Run(settingsWith()).take(EVENTS["rolled-back"]);
    expect(run.due("chat", "pager").map(textOf)).toEqual(["team tell shop-17-rolled-back"]);
  });

  it("is an incident for each event where the service keeps incidents", () => {
    const run = new Run(settingsWith({ routes: { critical: ["pager"] } }));
    run.take(EVENTS["rolled-back"], EVENTS["rollback-failed"]);
    expect(run.send()).toEqual(["pager tell shop-17-rolled-back"]);
    expect(run.send()).toEqual(["pager tell shop-17-stuck"]);
  });

  it("has the same id from the same events, and another from others", () => {
    const [first] = new Run(CHAT).take(EVENTS["rolled-back"]).due();
    const [again] = new Run(CHAT).take(EVENTS["rolled-back"]).after(MINUTE).due();
    const [other] = new Run(CHAT).take(EVENTS["rollback-failed"]).due();
    expect(first?.id).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(again?.id).toBe(first?.id);
    expect(other?.id).not.toBe(first?.id);
  });
});

describe("a message that did not get through", () => {
  it("is tried again as it was, and what comes meanwhile is another", () => {
    const run = new Run(CHAT).take(EVENTS["inconclusive-hold"]).after(30 * SECOND);
    run.send(FAILED);
    const [first] = run.queue.envelopes;
    run.take(EVENTS["canary-aborted"]);
    expect(run.after(2 * SECOND).due()).toEqual([]);
    expect(run.after(SECOND).due()).toEqual([{ ...first, attempts: 2 }]);
    expect(first?.events).toEqual([EVENTS["inconclusive-hold"]]);
  });

  it("is waited for by what comes after it, which becomes one message", () => {
    const run = new Run(CHAT).take(EVENTS["inconclusive-hold"]).after(30 * SECOND);
    for (const wait of [0, 2.5, 5, 10, 20]) run.after(wait * SECOND).send(FAILED);
    run
      .take(EVENTS["canary-aborted"])
      .after(20 * SECOND)
      .take(EVENTS["step-reached"])
      .after(15 * SECOND);
    expect(run.send()).toEqual([]);
    expect(run.after(5 * SECOND).send()).toEqual(["chat tell shop-17-held"]);
    expect(run.send()).toEqual(["chat tell shop-17-aborted shop-17-step-2"]);
  });

  it("holds up nothing that is critical", () => {
    const run = new Run(CHAT).take(EVENTS["inconclusive-hold"]).after(30 * SECOND);
    run.send(FAILED);
    expect(run.take(EVENTS["rolled-back"]).send()).toEqual(["chat tell shop-17-rolled-back"]);
  });

  it("is sent once more by an agent that was killed in the middle", () => {
    const run = new Run(CHAT).take(EVENTS["rolled-back"]);
    const [first] = run.due();
    expect(run.due()).toEqual([{ ...first, attempts: 2 }]);
  });

  it("silences its channel for as long as the service asks, whatever comes", () => {
    const run = new Run(CHAT).take(EVENTS["rolled-back"]);
    run.send({ ...FAILED, retryAfterMs: 5 * MINUTE });
    run.take(EVENTS["rollback-failed"]).after(5 * MINUTE - 1);
    expect(run.send()).toEqual([]);
    expect(run.after(1).send()).toEqual(["chat tell shop-17-stuck"]);
    expect(run.send()).toEqual(["chat tell shop-17-rolled-back"]);
  });
});

it("sends no more within a minute than the service takes, and puts together what then waits", () => {
  const run = new Run(CHAT);
  const sent = numbered(EVENTS["rolled-back"], 30).flatMap((event) => run.take(event).after(SECOND).send());
  expect(sent).toHaveLength(20);
  expect(run.after(31 * SECOND - 1).send()).toEqual([]);
  expect(run.after(1).send()).toEqual([`chat tell ${Array.from({ length: 10 }, (_, at) => `n${20 + at}`).join(" ")}`]);
});

describe("quiet hours", () => {
  const quiet = settingsWith({ quietHours: { from: "22:00", to: "07:00", timeZone: "Asia/Shanghai" } }); // 14:00 to 23:00 UTC
  const night = () => new Run(quiet).after(2 * HOUR);

  it("keep info until they are over, as one message", () => {
    const run = night().take(EVENTS["canary-started"]);
    expect(run.after(MINUTE).send()).toEqual([]);
    run.take(EVENTS["step-reached"]).after(9 * HOUR - MINUTE - 1);
    expect(run.send()).toEqual([]);
    expect(run.after(1).send()).toEqual([
      "chat tell shop-17-started shop-17-step-2",
      "team tell shop-17-started shop-17-step-2",
    ]);
  });

  it("keep nothing else, and do not keep an incident open", () => {
    expect(night().take(EVENTS["inconclusive-hold"]).after(MINUTE).send()).toHaveLength(3);
    expect(night().take(EVENTS.promoted).after(MINUTE).send()).toEqual(["pager resolve shop-17-promoted"]);
  });
});

describe("a critical event that nobody acknowledges", () => {
  const escalating = settingsWith({
    routes: { critical: ["chat"] },
    escalate: { after: "15m", to: ["pager", "team"] },
  });
  const run = () => {
    const begun = new Run(escalating).take(EVENTS["rolled-back"]);
    begun.send();
    return begun;
  };

  it("is told to others, once", () => {
    const late = run().after(15 * MINUTE - 1);
    expect(late.send()).toEqual([]);
    expect(late.after(1).send()).toEqual(["pager escalate shop-17-rolled-back", "team escalate shop-17-rolled-back"]);
    expect(late.after(HOUR).send()).toEqual([]);
  });

  it("is told to nobody else once somebody has", () => {
    const looked = run();
    const after = acknowledge(looked.queue, "shop-17-rolled-back");
    expect(after?.event).toEqual(EVENTS["rolled-back"]);
    looked.queue = after?.queue ?? looked.queue;
    expect(looked.after(HOUR).send()).toEqual([]);
    expect(acknowledge(looked.queue, "shop-17-rolled-back")).toBeUndefined();
  });

  it("can be acknowledged after that, too, which ends what is still being tried", () => {
    const late = run().after(15 * MINUTE);
    late.send(FAILED);
    late.queue = acknowledge(late.queue, "shop-17-rolled-back")?.queue ?? late.queue;
    expect(late.after(HOUR).send()).toEqual([]);
  });
});

describe("when the clock goes back by a day", () => {
  it("what waits for a moment of before goes out now", () => {
    const run = new Run(CHAT).take(EVENTS["inconclusive-hold"]).after(-24 * HOUR);
    expect(run.send({ ...FAILED, retryAfterMs: MINUTE })).toEqual(["chat tell shop-17-held"]);
    expect(run.after(-24 * HOUR).send()).toEqual(["chat tell shop-17-held"]);
  });

  it("the attempts of before count for nothing", () => {
    const run = new Run(CHAT);
    for (const event of numbered(EVENTS["rolled-back"], 20)) run.take(event).send();
    expect(run.take(EVENTS["rollback-failed"]).send()).toEqual([]);
    expect(run.after(-24 * HOUR).send()).toEqual(["chat tell shop-17-stuck"]);
  });
});

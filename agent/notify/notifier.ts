import type { NotifySettings } from "../../model/notify.ts";
import { channelEvent } from "./channel-events.ts";
import type { Outcome } from "./channels/channel.ts";
import type { Event } from "./event.ts";
import { writeMessage } from "./message.ts";
import { accept } from "./queue/accept.ts";
import { acknowledge } from "./queue/acknowledge.ts";
import { next } from "./queue/next.ts";
import { channelState, withoutOthers, type Envelope, type Queue } from "./queue/queue.ts";
import { settle } from "./queue/settle.ts";
import { QueueStore } from "./queue/store.ts";
import type { SecretValues } from "./send/access.ts";
import { send } from "./send/send.ts";
import { describeQueue, type NotifyStatus } from "./status.ts";
import { LANGUAGES } from "./texts/languages.ts";

/** How long one attempt may take. */
export const ATTEMPT_MS = 10_000;

export interface NotifierOptions {
  settings: NotifySettings;
  /** Values of the secrets that the settings name (`secretsOfNotify`). One without a value fails its channel, and nothing else. */
  secrets: SecretValues;
  /** Folder of the agent's own, on a volume, for the queue. */
  folder: string;
  /** Unix time in milliseconds. Default: the system's clock. */
  clock?: () => number;
  /** From 0 to below 1. Default: `Math.random`. */
  random?: () => number;
  /** Ends an attempt. Default: after 10 s. */
  deadline?: () => AbortSignal;
}

/**
 * Tells people what happens to releases. `notify` and `ack` only write down, and take no time; `work` sends. All that was taken in outlives
 * the agent, and is sent at least once; twice only where the agent, or the answer, was lost between sending and writing that down.
 */
export class Notifier {
  readonly #settings: NotifySettings;
  readonly #secrets: SecretValues;
  readonly #store: QueueStore;
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #deadline: () => AbortSignal;
  readonly #busy = new Set<string>();
  #queue: Queue;
  /** What could not be read at the start. */
  readonly #damage: string | null;
  /** Why the queue could not be written the last time. */
  #problem: string | null = null;

  /** Reads the queue of the last run. Throws what the system says where the folder cannot be read. */
  constructor({ settings, secrets, folder, clock, random, deadline }: NotifierOptions) {
    this.#settings = settings;
    this.#secrets = secrets;
    this.#clock = clock ?? Date.now;
    this.#random = random ?? Math.random;
    this.#deadline = deadline ?? (() => AbortSignal.timeout(ATTEMPT_MS));
    this.#store = new QueueStore(folder);
    const { queue, problem } = this.#store.load();
    this.#queue = withoutOthers(queue, new Set(Object.keys(settings.channels)));
    this.#damage = problem ?? null;
  }

  /** Takes an event in. The same id twice is one message. */
  notify(event: Event): void {
    this.#keep(accept(this.#queue, event, { settings: this.#settings, now: this.#clock() }));
  }

  /** Says that somebody looks after a critical event, and why: nobody else is told, and all channels for info learn who it is. False where it awaits nobody. */
  ack(id: string, by: string, reason: string | null = null): boolean {
    const found = acknowledge(this.#queue, id);
    if (found === undefined) return false;
    this.#keep(found.queue);
    const { environment } = found.event;
    this.notify({ kind: "acknowledged", id: `ack-${id}`, environment, at: this.#clock(), of: id, by, reason });
    return true;
  }

  /**
   * Sends what is due, through all channels at once; to be called each second. Ends when every attempt that it began has: a caller with
   * other things to do does not wait for it. Calling it meanwhile begins nothing through a channel that is still at it. Never throws for
   * what a channel does.
   */
  async work(): Promise<void> {
    const { queue, due } = next(this.#queue, { settings: this.#settings, now: this.#clock(), busy: this.#busy });
    this.#keep(queue);
    await Promise.all(due.map((envelope) => this.#deliver(envelope)));
  }

  status(): NotifyStatus {
    return describeQueue(this.#queue, this.#settings, this.#problem ?? this.#damage);
  }

  async #deliver(envelope: Envelope): Promise<void> {
    this.#busy.add(envelope.channel);
    const outcome = await this.#attempt(envelope).finally(() => this.#busy.delete(envelope.channel));
    const now = this.#clock();
    const before = channelState(this.#queue, envelope.channel);
    this.#keep(settle(this.#queue, envelope, outcome, { now, random: this.#random() }));
    const news = channelEvent(envelope, { before, after: channelState(this.#queue, envelope.channel), now });
    if (news !== undefined) this.notify(news);
  }

  async #attempt({ id, channel, act, events }: Envelope): Promise<Outcome> {
    const settings = this.#settings.channels[channel];
    if (settings === undefined) return { ok: true };
    const { language, escalate } = this.#settings;
    const message = writeMessage(id, events, {
      language: LANGUAGES[language],
      resolves: act === "resolve",
      ...(act === "escalate" && escalate !== undefined ? { escalatedAfter: escalate.after } : {}),
    });
    return send(message, settings, { secrets: this.#secrets, at: this.#clock(), signal: this.#deadline() });
  }

  /** A queue that cannot be written is kept in memory all the same: whoever can be told is told. */
  #keep(queue: Queue): void {
    if (queue === this.#queue) return;
    this.#queue = queue;
    try {
      this.#store.save(queue);
      this.#problem = null;
    } catch (error) {
      this.#problem = `the queue cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

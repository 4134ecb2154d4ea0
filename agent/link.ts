import type { CountsByColor } from "../edge/counts.ts";
import {
  askCertificates,
  askCounts,
  askGates,
  askLedger,
  askServices,
  connectToEdge,
  sessionOver,
  tellBeat,
  type CertificateEnds,
  type Conversation,
  type GateVerdicts,
} from "../edge/haproxy/socket.ts";
import type { LedgerReading } from "../edge/ledger-reading.ts";
import type { Session } from "../edge/session.ts";
import type { AgentBeat } from "../model/agent-beat.ts";
import type { StackId } from "../model/names.ts";
import { Backoff } from "./backoff.ts";

/** What is about no service stands under this name, which no service can have. */
const ALL = "-";

interface Opened {
  conversation: Conversation;
  session: Session;
}

/** The edge does not listen; it may be starting again. */
export class EdgeAwayError extends Error {}

/**
 * The agent's way to the edge of its host. Conversations are kept, one about each service; one that has come to its end, as they all
 * do when the edge is started again, makes way for another with the next question. While nobody listens, an edge is tried again
 * after pauses that grow, and questions in between fail at once.
 */
export class Link {
  readonly #socket: string;
  readonly #id: StackId;
  readonly #opened = new Map<string, Promise<Opened>>();
  readonly #backoff = new Backoff();

  constructor(socket: string, id: StackId) {
    this.#socket = socket;
    this.#id = id;
  }

  /** Asks about one service. The session is the link's: nobody else closes it. Throws an EdgeAwayError where nobody listens. */
  async session(service: string): Promise<Session> {
    return (await this.#open(service)).session;
  }

  /** Names of the services that the edge has a record of. Throws an EdgeAwayError where nobody listens. */
  async services(): Promise<string[]> {
    const names = await askServices((await this.#open(ALL)).conversation);
    for (const about of this.#opened.keys()) if (about !== ALL && !names.includes(about)) await this.#leave(about);
    return names;
  }

  /** What the edge has counted of all services. Throws an EdgeAwayError where nobody listens. */
  async counts(): Promise<CountsByColor> {
    return askCounts((await this.#open(ALL)).conversation, this.#id);
  }

  /** How it stands with the ledger; null where the edge does not tell. Throws an EdgeAwayError where nobody listens. */
  async ledger(): Promise<LedgerReading | null> {
    return askLedger((await this.#open(ALL)).conversation);
  }

  /** What gates said when they were asked last. Throws an EdgeAwayError where nobody listens. */
  async gates(): Promise<GateVerdicts> {
    return askGates((await this.#open(ALL)).conversation);
  }

  /** When the edge's certificates end. Throws an EdgeAwayError where nobody listens. */
  async certificates(): Promise<CertificateEnds> {
    return askCertificates((await this.#open(ALL)).conversation);
  }

  /** Says that the agent is alive. Throws an EdgeAwayError where nobody listens. */
  async beat(beat: Omit<AgentBeat, "at">): Promise<void> {
    await tellBeat((await this.#open(ALL)).conversation, beat);
  }

  /** Ends every conversation; whoever waits for an answer is told so. */
  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#opened.values());
    for (const one of opened) if (one.status === "fulfilled") one.value.conversation.close();
  }

  /** Ends the conversation about a service that is gone. */
  async #leave(about: string): Promise<void> {
    const opened = await this.#opened.get(about)?.catch(() => undefined);
    this.#opened.delete(about);
    opened?.conversation.close();
  }

  async #open(about: string): Promise<Opened> {
    const known = this.#opened.get(about);
    const opened = await known?.catch(() => undefined);
    if (opened !== undefined && !opened.conversation.isOver) return opened;
    if (this.#opened.get(about) === known) this.#opened.set(about, this.#connect(about)); // else somebody was faster
    return this.#opened.get(about) ?? this.#open(about);
  }

  async #connect(about: string): Promise<Opened> {
    const waitMs = this.#backoff.waitMs(performance.now());
    if (waitMs > 0)
      throw new EdgeAwayError(`edge: nobody listens on ${this.#socket}; tried again in ${Math.ceil(waitMs)} ms`);
    try {
      const conversation = await connectToEdge(this.#socket, about === ALL ? null : about);
      this.#backoff.succeeded();
      return { conversation, session: sessionOver(conversation, about, this.#id) };
    } catch (cause) {
      this.#backoff.failed(performance.now());
      throw new EdgeAwayError(`edge: nobody listens on ${this.#socket}`, { cause });
    }
  }
}

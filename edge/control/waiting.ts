import { waitingLine } from "../../model/waiting-line.ts";
import type { Slot } from "../session.ts";
import type { Task } from "../tasks.ts";
import type { Finding } from "./finding.ts";

/** What is over sooner is not told; nor does one line follow another sooner. */
const SOON_MS = 1_000;

/** After so long the same news is told again, because the time that is left is not the same. */
const AGAIN_MS = 5_000;

/** Tells whoever watches the run, in lines on stderr, what this process waits for and for how long. */
export class Waiting {
  readonly #of: string;
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  #told = "";
  #toldAt: number;

  /** `now` in milliseconds, of a clock that only moves on. Where several services wait side by side each line says for which. */
  constructor(task: Pick<Task<"cutover">, "service" | "group">, write = toStderr, now = () => performance.now()) {
    this.#of = task.group === undefined ? "" : `${task.service}: `;
    this.#write = write;
    this.#now = now;
    this.#toldAt = now();
  }

  tell(news: string, leftMs: number): void {
    const silentMs = this.#now() - this.#toldAt;
    if (silentMs < (news === this.#told ? AGAIN_MS : SOON_MS)) return;
    this.#told = news;
    this.#toldAt = this.#now();
    this.#write(waitingLine(`${this.#of}${news}; ${Math.max(0, Math.round(leftMs / 1000))}s left`));
  }

  /** What `wait` comes to; tells of it as long as it takes. */
  async during<T>(wait: Promise<T>, news: string, withinMs: number): Promise<T> {
    const deadline = this.#now() + withinMs;
    const timer = setInterval(() => this.tell(news, deadline - this.#now()), SOON_MS);
    try {
      return await wait;
    } finally {
      clearInterval(timer);
    }
  }
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `1 of 3 replicas ready; green-0: answered 503; green-2: 2 of 3 checks passed`. */
export function describeWait(color: string, findings: readonly Finding[], passes: number): string {
  const waiting = findings.filter(({ missing }) => missing !== null);
  const words = Map.groupBy(waiting, (finding) => stateOf(finding, passes));
  return [
    `${findings.length - waiting.length} of ${findings.length} replicas ready`,
    ...[...words].map(([state, same]) => `${same.map(({ index }) => `${color}-${index}`).join(", ")}: ${state}`),
  ].join("; ");
}

/** The last thing the proxy and the engine know of a replica that may not serve yet. */
function stateOf({ replica, slot, missing }: Finding, passes: number): string {
  if (replica === null) return "not there";
  if (replica.state !== "running") return `${replica.state}, exit code ${replica.exitCode}`;
  const restarts = replica.restarts === 0 ? "" : `, restarted ${replica.restarts}×`;
  if (missing === "release") return "another release";
  if (missing === "address" || slot === undefined) return `not in the proxy yet${restarts}`;
  return `${answerOf(slot, passes)}${restarts}`;
}

function answerOf({ check, code, passed }: Slot, passes: number): string {
  switch (check) {
    case "passed":
      return `${passed} of ${passes} checks passed`;
    case "wrong-status":
      return `answered ${code ?? "otherwise than it must"}`;
    case "timeout":
      return "no answer in time";
    case "wrong-text":
      return "answered another text";
    case "no-http":
      return "no HTTP";
    case "refused":
      return "connection refused";
    case "unreachable":
      return "no connection";
    default:
      return "not checked yet";
  }
}

import type { Duplex, Readable } from "node:stream";
import { createInterface } from "node:readline";
import { InputError } from "../../model/errors.ts";

/** The sign at which an answer ends; the exit code follows it. */
const END = "\u001e";
/** The sign that a line of complaints begins with, where these come among the answers. */
const COMPLAINT = "\u001f";

export interface Answer {
  exitCode: number;
  lines: string[];
}

export interface Ways {
  questions: Duplex;
  answers: Readable;
  /** What goes wrong, in words; left out where it comes among the answers. */
  complaints?: Readable;
}

interface Pending {
  lines: string[];
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/**
 * What is asked of the edge's program and answered, line by line and one question after the other, whatever carries the lines:
 * all questions of a cutover take one process there, because starting one costs more than everything it has to do.
 */
export class Conversation {
  readonly #questions: Duplex;
  #pending: Pending | undefined;
  #broken: Error | undefined;
  #complaints = "";
  #last: Promise<unknown> = Promise.resolve();

  /** `whyEnded` tells why there are no more answers, asked once there are none, with the last complaints. */
  constructor({ questions, answers, complaints }: Ways, whyEnded: (complaints: string) => Promise<Error>) {
    this.#questions = questions;
    const lines = createInterface({ input: answers }).on("line", (line) => this.#take(line));
    complaints?.on("data", (chunk: Buffer) => (this.#complaints += chunk.toString("utf8")));
    const fail = (error: Error) => this.#fail(error);
    questions.on("end", () => void whyEnded(this.complaints).then(fail, fail));
    for (const part of [questions, complaints, lines]) part?.on("error", fail); // the lines' own are those of the answers
  }

  /** Asks a question, after those before it are answered. Throws when no whole answer comes within `withinMs`. */
  ask(question: string, withinMs: number): Promise<Answer> {
    const answer = this.#last.then(() => this.#askNow(question, withinMs));
    this.#last = answer.catch(() => undefined); // whoever asked hears of it
    return answer;
  }

  #askNow(question: string, withinMs: number): Promise<Answer> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#fail(new InputError(`edge: no answer to ${question.split(" ", 1)[0]} within ${withinMs} ms. Run again.`));
      }, withinMs);
      const settle = <T>(act: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          act(value);
        };
      };
      this.#pending = { lines: [], resolve: settle(resolve), reject: settle(reject) };
      this.#complaints = "";
      this.#questions.write(`${question}\n`);
    });
  }

  /** What went wrong with the last question, in words. */
  get complaints(): string {
    return this.#complaints.trim();
  }

  /** Whether it has come to its end: every question is refused from now on. */
  get isOver(): boolean {
    return this.#broken !== undefined;
  }

  close(): void {
    this.#fail(new Error("the session is closed")); // whoever waits for an answer would keep this process alive
    this.#questions.destroy();
  }

  #take(line: string): void {
    if (line.startsWith(COMPLAINT)) {
      this.#complaints += `${line.slice(COMPLAINT.length)}\n`;
      return;
    }
    const pending = this.#pending;
    if (pending === undefined) return;
    if (!line.startsWith(END)) {
      pending.lines.push(line);
      return;
    }
    this.#pending = undefined;
    pending.resolve({ exitCode: Number(line.slice(END.length)), lines: pending.lines });
  }

  #fail(error: Error): void {
    this.#broken ??= error;
    this.#pending?.reject(error);
    this.#pending = undefined;
  }
}

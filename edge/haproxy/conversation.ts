import type { Duplex } from "node:stream";
import { createInterface } from "node:readline";
import { NO_COMMAND, startIn, type RunningCommand } from "../../docker/exec.ts";
import { InputError } from "../../model/errors.ts";
import { olderEdge } from "../older-edge.ts";
import { PROGRAM } from "./paths.ts";
import { dieWith, scriptEnvironment, silentEdge } from "./run-script.ts";
import type { RunningEdge } from "../running-edge.ts";

/** The sign at which an answer ends; the exit code follows it. */
const END = "\u001e";

export interface Answer {
  exitCode: number;
  lines: string[];
}

interface Pending {
  lines: string[];
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/**
 * One process in the edge that answers all questions of a cutover about one service: starting a process there costs more
 * than everything it has to do. It ends with this process, because its standard input does.
 */
export class Conversation {
  readonly #stream: Duplex;
  #pending: Pending | undefined;
  #broken: Error | undefined;
  #complaints = "";
  #last: Promise<unknown> = Promise.resolve();

  /** `exitCode` is asked once the command has ended. */
  constructor(
    edge: RunningEdge,
    { stdin, stdout, stderr }: Omit<RunningCommand, "exec">,
    exitCode: () => Promise<number | null>,
  ) {
    this.#stream = stdin;
    const lines = createInterface({ input: stdout }).on("line", (line) => this.#take(line));
    stderr.on("data", (chunk: Buffer) => (this.#complaints += chunk.toString("utf8")));
    const fail = (error: Error) => this.#fail(error);
    stdin.on("end", () => void exitCode().then((code) => fail(this.#ended(edge, code)), fail));
    for (const part of [stdin, stderr, lines]) part.on("error", fail); // the lines' own are those of stdout
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
      this.#stream.write(`${question}\n`);
    });
  }

  /** What the process wrote to its standard error so far. */
  get complaints(): string {
    return this.#complaints;
  }

  close(): void {
    this.#fail(new Error("the session is closed")); // whoever waits for an answer would keep this process alive
    this.#stream.destroy();
  }

  #take(line: string): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    if (!line.startsWith(END)) {
      pending.lines.push(line);
      return;
    }
    this.#pending = undefined;
    pending.resolve({ exitCode: Number(line.slice(END.length)), lines: pending.lines });
  }

  /** Why there are no more answers. */
  #ended(edge: RunningEdge, exitCode: number | null): Error {
    if (exitCode !== null) dieWith(exitCode);
    const hasProgram = exitCode === null || !NO_COMMAND.includes(exitCode);
    return hasProgram ? silentEdge(edge, this.#complaints.trim()) : olderEdge(edge.id);
  }

  #fail(error: Error): void {
    this.#broken ??= error;
    this.#pending?.reject(error);
    this.#pending = undefined;
  }
}

/** Starts the conversation about a service inside a running edge, or about all of them. It takes `atMost` so long, like `2h`. */
export async function startConversation(
  edge: RunningEdge,
  service: string | null,
  atMost = "2h",
): Promise<Conversation> {
  const command = ["timeout", atMost, PROGRAM, "session", service ?? "-"];
  const options = { stdin: true, env: scriptEnvironment() };
  const { exec, ...streams } = await startIn(edge.docker, edge.container, command, options);
  return new Conversation(edge, streams, async () => (await exec.inspect()).ExitCode);
}

import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { Socket } from "node:net";
import { Duplex } from "node:stream";
import { noSsh, type SshEnd } from "./ssh-failure.ts";

/**
 * The standard input and output of a process as one stream that Node's HTTP client takes for a socket: closing its writing
 * half closes the process's input alone, and destroying it ends the process. What is written waits for `start`.
 */
export class ProcessStream extends Duplex {
  readonly #start: () => Promise<ChildProcessWithoutNullStreams>;
  readonly #explain: (end: SshEnd) => Error;
  #process: ChildProcessWithoutNullStreams | undefined;
  #isHeld = true;

  /** `explain` makes the error where the process ends badly. */
  constructor(start: () => Promise<ChildProcessWithoutNullStreams>, explain: (end: SshEnd) => Error) {
    super({ allowHalfOpen: true });
    this.#start = start;
    this.#explain = explain;
  }

  override _construct(done: (error?: Error | null) => void): void {
    this.#start().then(
      (process) => {
        this.#process = process;
        if (this.destroyed) process.kill();
        this.#listen(process);
        done();
      },
      (error: Error) => done(error),
    );
  }

  #listen(process: ChildProcessWithoutNullStreams): void {
    const { stdin, stdout, stderr } = process;
    let said = "";
    let hadAnswered = false;
    stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
    stdout.on("data", (chunk: Buffer) => {
      hadAnswered = true;
      if (!this.push(chunk)) stdout.pause();
    });
    stdin.on("error", () => undefined); // the process is gone, and its end says why
    process.on("error", (error) => this.destroy(noSsh(error)));
    // Not at the end of its output: how it ended says whether this is an end or a failure.
    process.on("close", (exitCode) => {
      if (exitCode === 0) this.push(null);
      else this.destroy(this.#explain({ exitCode, said, hadAnswered }));
    });
    this.#hold();
  }

  override _read(): void {
    this.#process?.stdout.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.#process?.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#process?.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#process?.kill();
    done(error);
  }

  // What Node's HTTP client wants of a socket beyond a stream: an idle one must not keep this process from ending.
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    this.#isHeld = true;
    return this.#hold();
  }

  unref(): this {
    this.#isHeld = false;
    return this.#hold();
  }

  #hold(): this {
    const process = this.#process;
    if (process === undefined) return this;
    const how = this.#isHeld ? "ref" : "unref";
    process[how]();
    for (const pipe of [process.stdin, process.stdout, process.stderr]) if (pipe instanceof Socket) pipe[how]();
    return this;
  }
}

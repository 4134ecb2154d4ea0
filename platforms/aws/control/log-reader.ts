import { describeRefused, refusedLines } from "../../../edge/control/log-check.ts";
import type { LogsCheck } from "../../../model/checks.ts";
import type { AwsClients } from "../clients.ts";
import { readContainers, type DefinedContainer } from "../observe/definition.ts";
import { readLoggedSince, streamOf, type LogStream } from "../observe/logged.ts";
import type { ObservedTask } from "../observe/observed.ts";
import { shortArn } from "./judge-pool.ts";

/**
 * Reads the logs of tasks of one task definition, each line once: the first look at a task begins with its start. How long ago something was it
 * takes from the lines themselves, whose clock is that of whoever logged them.
 */
export class LogReader {
  readonly #clients: Pick<AwsClients, "ecs" | "logs">;
  readonly #definition: string;
  readonly #until = new Map<string, number>();
  #containers: Promise<DefinedContainer[]> | undefined;

  constructor(clients: Pick<AwsClients, "ecs" | "logs">, definition: string) {
    this.#clients = clients;
    this.#definition = definition;
  }

  /**
   * The lines that tasks may not have logged since the last look: of each the first few, and how many there are. Throws an AwsError where a log
   * cannot be read.
   */
  async findRefused(tasks: readonly Pick<ObservedTask, "arn">[], check: LogsCheck): Promise<string[]> {
    const found = await Promise.all(
      tasks.map(async ({ arn }) => {
        const lines = await this.#readNew(arn);
        return describeRefused(`task ${shortArn(arn)}`, refusedLines(lines, check), "its start");
      }),
    );
    return found.flat();
  }

  async #readNew(task: string): Promise<string[]> {
    this.#containers ??= readContainers(this.#clients, this.#definition);
    const streams = (await this.#containers).flatMap((container) => streamOf(container, task) ?? []);
    return (await Promise.all(streams.map((stream) => this.#readStream(stream)))).flat();
  }

  async #readStream(stream: LogStream): Promise<string[]> {
    const { lines, until } = await readLoggedSince(this.#clients, stream, this.#until.get(stream.stream) ?? 0);
    this.#until.set(stream.stream, until);
    return lines;
  }
}

import { join } from "node:path";
import type { ContainerDefinition, KeyValuePair } from "@aws-sdk/client-ecs";
import { SMOKE_PROGRAM } from "../../../model/agent-image.ts";
import type { AwsClients } from "../../../platforms/aws/clients.ts";
import { REPOSITORY } from "../repository.ts";
import { runProcess } from "../run-process.ts";
import { putLines } from "./log-lines.ts";
import type { AwsProxy } from "./proxy.ts";

/** How a task ended: its exit code, or why its container never started. */
type End = { exitCode: number } | { stoppedReason: string };

/** Runs a program as a container of a definition would: with these variables. Returns what it wrote and its exit code. */
export type RunContainer = (environment: NodeJS.ProcessEnv) => Promise<{ stdout: string; exitCode: number | null }>;

/** Does what ECS does with the tasks that send smoke requests: runs the real program, keeps its log, and tells how it ended. */
export class SmokeRunner {
  readonly #clients: Pick<AwsClients, "ecs" | "logs" | "secrets">;
  readonly #run: RunContainer;
  /** Null while it runs. */
  readonly #ends = new Map<string, End | null>();
  /** Phases that tasks were started for, oldest first. */
  readonly phases: string[] = [];
  /** Set by a test: the image of the next tasks is not there. */
  hasNoImage = false;
  /** Set by a test: the next tasks never get to their program. */
  isStuck = false;

  constructor(clients: Pick<AwsClients, "ecs" | "logs" | "secrets">, run: RunContainer) {
    this.#clients = clients;
    this.#run = run;
  }

  /** Has the tasks that are started through a proxy be run, until it is cleared. */
  lead(proxy: AwsProxy): void {
    proxy.trouble("ecs:RunTask", (answer, { body }) => {
      const { taskDefinition, overrides } = JSON.parse(body) as RunInput; // its protocol
      const { tasks = [] } = JSON.parse(answer) as { tasks?: { taskArn: string }[] };
      for (const { taskArn } of taskDefinition.includes("-smoke:") ? tasks : []) {
        this.#ends.set(taskArn, null);
        void this.#perform(taskArn, taskDefinition, overrides);
      }
      return answer;
    });
    proxy.trouble("ecs:DescribeTasks", (answer) => this.#withEnds(answer));
  }

  async #perform(task: string, definition: string, overrides: RunInput["overrides"]): Promise<void> {
    if (this.isStuck) return;
    if (this.hasNoImage) {
      const stoppedReason = "CannotPullContainerError: pull image manifest has been retried 1 time(s): not found";
      this.#ends.set(task, { stoppedReason });
      return;
    }
    const { taskDefinition } = await this.#clients.ecs.describeTaskDefinition({ taskDefinition: definition });
    const [container] = taskDefinition?.containerDefinitions ?? [];
    if (container === undefined) throw new Error(`${definition} has no container`);
    const told = [...(container.environment ?? []), ...(overrides?.containerOverrides?.[0]?.environment ?? [])];
    const environment = { ...variables(told), ...(await this.#secretsOf(container)) };
    this.phases.push(environment["TIDEGATE_PHASE"] ?? "");
    const { stdout, exitCode } = await this.#run(environment);
    const options = container.logConfiguration?.options ?? {};
    const stream = `${options["awslogs-stream-prefix"]}/${container.name}/${task.split("/").at(-1)}`;
    const lines = stdout.split("\n").filter((line) => line !== "");
    await putLines(
      options["awslogs-group"] ?? "",
      stream,
      lines.map((text) => ({ at: Date.now(), text })),
    );
    this.#ends.set(task, { exitCode: exitCode ?? 137 });
  }

  async #secretsOf({ secrets = [] }: ContainerDefinition): Promise<NodeJS.ProcessEnv> {
    const values = secrets.map(async ({ name = "", valueFrom = "" }) => {
      const parts = valueFrom.split(":");
      const [SecretId, key = "", VersionId] = [parts.slice(0, 7).join(":"), parts[7], parts[9]];
      const { SecretString = "{}" } = await this.#clients.secrets.getSecretValue({ SecretId, VersionId });
      return [name, (JSON.parse(SecretString) as Record<string, string>)[key]]; // as the program keeps them
    });
    return Object.fromEntries(await Promise.all(values)) as NodeJS.ProcessEnv;
  }

  #withEnds(answer: string): string {
    const said = JSON.parse(answer) as { tasks?: ToldTask[] };
    const tasks = said.tasks?.map((task) => {
      const end = this.#ends.get(task.taskArn);
      if (end === undefined) return task;
      if (end === null) return { ...task, lastStatus: "RUNNING", containers: [{ name: "smoke" }] };
      const containers = [{ name: "smoke", lastStatus: "STOPPED", ...("exitCode" in end ? end : {}) }];
      return { ...task, lastStatus: "STOPPED", containers, ...("exitCode" in end ? {} : end) };
    });
    return JSON.stringify({ ...said, tasks });
  }
}

interface RunInput {
  taskDefinition: string;
  overrides?: { containerOverrides?: { environment?: KeyValuePair[] }[] };
}

interface ToldTask {
  taskArn: string;
}

function variables(pairs: readonly KeyValuePair[]): NodeJS.ProcessEnv {
  return Object.fromEntries(pairs.map(({ name = "", value = "" }) => [name, value]));
}

/** As a process beside this one, with nothing but the variables. */
export const asProcess: RunContainer = (environment) =>
  runProcess(process.execPath, [join(REPOSITORY, SMOKE_PROGRAM)], { cwd: "/", env: environment, timeoutMs: 60_000 });

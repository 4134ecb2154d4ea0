import { readTask } from "../../../edge/tasks.ts";
import { EXIT, InputError } from "../../../model/errors.ts";
import { secretsNamedBy, type Smoke } from "../../../model/smoke.ts";
import { findUnreachable } from "./find-unreachable.ts";
import { secretVariable, SMOKE_END, SMOKE_EXIT, smokeJobSchema, type SmokeJob } from "./job.ts";
import { askThroughBalancer } from "./through-balancer.ts";

export interface RunJobArgs {
  environment: NodeJS.ProcessEnv;
  /** Takes a line of the log. */
  write: (line: string) => void;
}

/** Does what its variables say. Returns the exit code. */
export async function runJob({ environment, write }: RunJobArgs): Promise<number> {
  try {
    return await sendRequests(readTask(smokeJobSchema, "smoke requests", environment), { environment, write });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    write(error.message);
    return EXIT.input;
  }
}

/** Sends the smoke requests of a phase from where this process is, and writes down what is wrong with the answers. */
async function sendRequests(job: SmokeJob, { environment, write }: RunJobArgs): Promise<number> {
  const unreachable = await findUnreachable(job.doors);
  const secrets = secretsOf(job.smoke, environment);
  const problem = unreachable?.text ?? (await askThroughBalancer(job.doors, job.phase, { ...job, secrets }));
  if (problem !== undefined) write(problem);
  write(SMOKE_END);
  if (unreachable !== undefined) return SMOKE_EXIT.unreachable;
  return problem === undefined ? SMOKE_EXIT.right : SMOKE_EXIT.wrong;
}

function secretsOf(requests: readonly Smoke[], environment: NodeJS.ProcessEnv): Map<string, string> {
  const values = secretsNamedBy(requests).map((name, index) => [name, environment[secretVariable(index)]] as const);
  return new Map(values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

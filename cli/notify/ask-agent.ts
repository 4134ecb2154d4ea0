import type Docker from "dockerode";
import { ANSWERS, ASK_ARGUMENT, type AnswerTo, type Question } from "../../agent/ask/questions.ts";
import { connectDocker, unlessMissing } from "../../docker/connect.ts";
import { execIn } from "../../docker/exec.ts";
import { AGENT_PROGRAM } from "../../model/agent-image.ts";
import { InputError } from "../../model/errors.ts";
import { onlyHost } from "../../model/hosts.ts";
import { agentContainerName, type StackId } from "../../model/names.ts";
import { hostsFor } from "../platform/hosts-for.ts";
import { findStack } from "../project/find-project.ts";

/** Asks the agent of a stack. Throws an InputError where it does not run, does not answer, or has nobody to tell. */
export async function askAgentOf<Q extends Question>(
  { cwd, stack }: { cwd: string; stack: string },
  question: Q,
): Promise<{ stack: string; answer: NonNullable<AnswerTo<Q["ask"]>> }> {
  const ref = findStack(cwd, stack);
  const host = onlyHost(hostsFor("notify", ref), "a notification");
  const id = { project: ref.project, stack: ref.stack };
  const answer = await askAgent(connectDocker(host.address), id, question);
  if (answer !== null) return { stack: ref.stack, answer };
  throw new InputError(
    `notify: the agent of ${ref.stack} has nobody to tell. Declare \`tidegate:notify\`, then run \`tidegate up\`.`,
  );
}

/** Asks an agent in its container, which alone can reach it; null where it has nobody to tell. Throws an InputError where it cannot be asked. */
export async function askAgent<Q extends Question>(
  docker: Docker,
  id: StackId,
  question: Q,
): Promise<AnswerTo<Q["ask"]>> {
  const name = agentContainerName(id);
  const found = await unlessMissing(docker.getContainer(name).inspect());
  if (found === undefined) {
    throw new InputError(
      `agent: there is no container ${name}. Declare what needs one, such as \`notify\`, and run \`tidegate up\`.`,
    );
  }
  if (!found.State.Running) {
    throw new InputError(`agent: ${name} is ${found.State.Status}. Run \`tidegate up\`, which starts it.`);
  }
  const command = ["node", AGENT_PROGRAM, ASK_ARGUMENT];
  const { exitCode, stdout, stderr } = await execIn(docker, found.Id, command, { stdin: JSON.stringify(question) });
  if (exitCode === 0) return ANSWERS[question.ask].parse(JSON.parse(stdout)) as AnswerTo<Q["ask"]>; // the schema of this question
  throw new InputError(
    `agent: ${name} does not answer (${stderr.trim()}). Look at its log with \`tidegate logs --agent\`.`,
  );
}

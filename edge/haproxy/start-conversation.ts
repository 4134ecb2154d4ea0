import { NO_COMMAND, startIn } from "../../docker/exec.ts";
import { olderEdge } from "../older-edge.ts";
import type { RunningEdge } from "../running-edge.ts";
import { Conversation } from "./conversation.ts";
import { PROGRAM } from "./paths.ts";
import { dieWith, scriptEnvironment, silentEdge } from "./run-script.ts";

/**
 * Starts the conversation about a service inside a running edge, or about all of them, by the engine. It takes `atMost` so long, like
 * `2h`, and ends with this process, because its standard input does.
 */
export async function startConversation(
  edge: RunningEdge,
  service: string | null,
  atMost = "2h",
): Promise<Conversation> {
  const command = ["timeout", atMost, PROGRAM, "session", service ?? "-"];
  const options = { stdin: true, env: scriptEnvironment() };
  const { exec, stdin, stdout, stderr } = await startIn(edge.docker, edge.container, command, options);
  return new Conversation({ questions: stdin, answers: stdout, complaints: stderr }, async (complaints) => {
    const { ExitCode } = await exec.inspect();
    if (ExitCode !== null) dieWith(ExitCode);
    const hasProgram = ExitCode === null || !NO_COMMAND.includes(ExitCode);
    return hasProgram ? silentEdge(edge, complaints) : olderEdge(edge.id);
  });
}

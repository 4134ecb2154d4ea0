import { EXIT } from "../../model/errors.ts";
import type { Task } from "../tasks.ts";
import { ControlError } from "./verdict-file.ts";
import type { Problem } from "./verify.ts";

/** That a color gets no traffic, because of its checks. */
export function failedChecks(
  { service, color, version }: Pick<Task<"cutover">, "service" | "color" | "version">,
  problem: string,
): ControlError {
  return new ControlError(
    `${service}: ${color} (version ${version}) is healthy, but failed its checks; traffic stays where it is.\n${problem}`,
    EXIT.gateRed,
    "checks",
  );
}

/** What `find` comes to once a color serves. What cannot be found out is a problem, too: traffic has to go back. */
export async function checksProblem(find: () => Promise<string | undefined>): Promise<Problem | undefined> {
  try {
    const text = await find();
    return text === undefined ? undefined : { kind: "checks", text };
  } catch (error) {
    return { kind: "checks", text: `  they broke off: ${error instanceof Error ? error.message : String(error)}` };
  }
}

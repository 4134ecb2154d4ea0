import { text } from "node:stream/consumers";
import { runCommandLine } from "../../cli/run-command-line.ts";

/** What one command line came to. */
export interface Walked {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * A program: runs each command line that standard input lists as JSON, in this one process, and prints what came of them.
 * A test starts it as another user where root's rights would hide a fault.
 */
const lines = JSON.parse(await text(process.stdin)) as { args: string[]; env: NodeJS.ProcessEnv }[]; // the test wrote it
const write = process.stdout.write.bind(process.stdout);
const walked: Walked[] = [];
const base = { ...process.env };
for (const { args, env } of lines) {
  let stdout = "";
  let stderr = "";
  process.env = { ...base, ...env };
  process.exitCode = undefined;
  process.stdout.write = (chunk: unknown) => ((stdout += String(chunk)), true);
  process.stderr.write = (chunk: unknown) => ((stderr += String(chunk)), true);
  const exitCode = await runCommandLine(args);
  walked.push({ exitCode, stdout, stderr });
}
process.exitCode = 0;
write(JSON.stringify(walked));

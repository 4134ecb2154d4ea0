import type Docker from "dockerode";
import { execIn } from "../../docker/exec.ts";
import type { Dependency } from "../../model/checks.ts";
import { durationMs } from "../../model/duration.ts";

/** What a dependency did not do, and what to do about it. */
export interface Failure {
  seen: string;
  remedy: string;
}

/** What a try with nothing to connect to may take beyond its time-out, to look a name up say. */
const SPARE_MS = 1_000;

/** `timeout` ends a command with it. */
const TIMED_OUT = 124;
const CURL_TIMED_OUT = 28;

const NO_NAME = /not known|not resolve|No address associated|name resolution/i;

/** One try from within a container. Undefined where the dependency answers as it must. */
export function probeTcp(docker: Docker, container: string, address: string, timeout: string) {
  const seconds = durationMs(timeout) / 1000;
  const command = ["socat", "-u", "/dev/null", `TCP:${address},connect-timeout=${seconds}`];
  return probe(docker, container, command, { address, timeout, judge: () => undefined });
}

/** The same for a URL and the status that it must be answered with. */
export function probeHttp(
  docker: Docker,
  container: string,
  dependency: Dependency & { http: string },
  timeout: string,
) {
  const { http, expect = 200 } = dependency;
  const limit = ["--max-time", String(durationMs(timeout) / 1000)];
  const command = ["curl", "-gsSk", "-o", "/dev/null", "-w", "%{http_code}", ...limit, "--noproxy", "*", "--", http];
  const judge = (status: string) =>
    Number(status) === expect
      ? undefined
      : {
          seen: `status ${status} instead of ${expect}`,
          remedy: `See in its log why, or expect it (\`expect: ${status}\`).`,
        };
  return probe(docker, container, command, { address: new URL(http).host, timeout, judge });
}

interface ProbeArgs {
  /** Host and port. */
  address: string;
  timeout: string;
  /** Of what the command printed, once it has ended well. */
  judge: (printed: string) => Failure | undefined;
}

async function probe(
  docker: Docker,
  container: string,
  command: readonly string[],
  { address, timeout, judge }: ProbeArgs,
): Promise<Failure | undefined> {
  const bound = String((durationMs(timeout) + SPARE_MS) / 1000);
  const { exitCode, stdout, stderr } = await execIn(docker, container, ["timeout", "-k", "1", bound, ...command]);
  if (exitCode === 0) return judge(stdout);
  if (exitCode === TIMED_OUT || exitCode === CURL_TIMED_OUT) return unanswered(timeout);
  return failureOf(stderr.trimEnd().split("\n").at(-1) ?? "", address, timeout);
}

/** From the last line that socat or curl printed. */
export function failureOf(line: string, address: string, timeout: string): Failure {
  const said = line.replace(/^.*: /, "").replace(/\p{C}/gu, "");
  if (NO_NAME.test(line)) {
    return {
      seen: "its name is not known there",
      remedy: "Correct it, or have the replicas join its network (`tidegate:network.attach`).",
    };
  }
  if (/timed out/i.test(said)) return unanswered(timeout);
  if (/refused|Could not connect/i.test(said)) {
    return { seen: `nothing accepts connections at ${address}`, remedy: "Start it, or correct the port." };
  }
  return { seen: said || "it did not answer", remedy: "See whether it runs, and in its log why." };
}

function unanswered(timeout: string): Failure {
  return {
    seen: `no answer within ${timeout}`,
    remedy: "See whether it runs and a firewall lets the replicas through, or raise `timeout`.",
  };
}

import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "../../model/errors.ts";
import { LOCAL_HOST } from "../../docker/connect.ts";
import { UnreachableError } from "../../docker/unreachable.ts";
import type { CheckResult, SetupContext, Step } from "../step.ts";
import { runCommand } from "../system/run-command.ts";
import { startDockerd, stopDockerd } from "../system/start-dockerd.ts";
import { ensureSystemPackages } from "../system/system-packages.ts";

const REMEDY =
  "Install and start Docker (on Debian or Ubuntu: `apt-get install docker.io`, as root) and run this again.";
/** A package's own start script may be at work after its installation; a second dockerd would only get in its way. */
const SETTLE_MS = 5_000;
const PACKAGES = [
  { name: "docker.io", program: "dockerd" },
  { name: "iptables", program: "iptables" },
];
/** Of a dockerd that is started without options. */
const DATA_ROOT = "/var/lib/docker";
const PID_FILE = "/run/docker.pid";
const LOG_FILE = "/var/log/tidegate-dockerd.log";

/** A Docker engine that answers on its socket. */
export const containerEngine: Step = { name: "container engine", check, ensure };

async function check({ docker, host }: SetupContext): Promise<CheckResult> {
  try {
    const { Version, Os } = await docker.version();
    if (Os !== "linux")
      return { ok: false, detail: `the engine at ${host} runs ${Os} containers; Linux ones are needed` };
    return { ok: true, detail: `Docker ${Version} at ${host}` };
  } catch (error) {
    if (error instanceof UnreachableError && error.isForbidden) {
      return { ok: false, detail: `this user may not use the engine at ${host}. ${error.remedy}` };
    }
    return { ok: false, detail: `nothing answers at ${host} (${codeOf(error)})` };
  }
}

async function ensure(context: SetupContext): Promise<void> {
  const { host, note, undo } = context;
  const refusal: unknown = await context.docker.ping().catch((error: unknown) => error);
  if (refusal instanceof UnreachableError && refusal.isForbidden) throw refusal;
  const { detail } = await check(context);
  if (host !== LOCAL_HOST) throw new InputError(`${detail}. Start that engine and run this again.`);
  if (process.platform !== "linux") throw new InputError(`${detail}. ${REMEDY}`);
  const installed = await ensureSystemPackages(context, PACKAGES, REMEDY);
  if (process.getuid?.() !== 0) throw new InputError(`${detail}, and starting one needs root. ${REMEDY}`);
  if (existsSync("/run/systemd/system")) {
    note("systemctl start docker");
    await runCommand("systemctl", ["start", "docker"], { remedy: "`journalctl -u docker` tells more." });
    undo.push(() => runCommand("systemctl", ["stop", "docker.socket", "docker"], { remedy: "Stop it by hand." }));
  } else if (installed && (await answersWithin(context, SETTLE_MS))) {
    note("its package has started it");
    undo.push(() => stopDockerd(Number(readFileSync(PID_FILE, "utf8"))));
  } else {
    note(`starting dockerd by hand, because there is no systemd; its log is ${LOG_FILE}`);
    const pid = await startDockerd({
      command: ["dockerd"],
      dataRoot: DATA_ROOT,
      logFile: LOG_FILE,
      answers: () => answers(context),
      note,
    });
    undo.push(() => stopDockerd(pid));
  }
}

async function answersWithin(context: SetupContext, ms: number): Promise<boolean> {
  for (const deadline = Date.now() + ms; Date.now() < deadline; await sleep(100)) {
    if (await answers(context)) return true;
  }
  return false;
}

async function answers({ docker }: SetupContext): Promise<boolean> {
  return docker.ping().then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string {
  if (error instanceof UnreachableError) return codeOf(error.cause);
  return error instanceof Error ? ("code" in error && String(error.code)) || error.message : String(error);
}

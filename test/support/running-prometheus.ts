import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashSync } from "bcryptjs";
import { stringify } from "yaml";
import { freePorts } from "./free-port.ts";
import { keepProcessOutput } from "./kept-output.ts";
import { prometheusProgram } from "./prometheus.ts";
import { waitUntil } from "./wait-until.ts";

const USERNAME = "agent";
const PASSWORD = "correct horse";

export interface RunningPrometheus {
  url: string;
  login: { username: string; passwordFile: string };
  /** What an instant query gives: its series, or the value of a scalar. Throws what Prometheus has against it. */
  ask: (query: string) => Promise<unknown[]>;
  stop: () => Promise<void>;
}

/** Starts a Prometheus on loopback that scrapes `port` each second, and asks everybody for a password. */
export async function startPrometheus(
  port: number,
  rules: Readonly<Record<string, string>>,
): Promise<RunningPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-prometheus-"));
  const put = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  for (const [name, content] of Object.entries(rules)) put(name, content);
  const config = put(
    "prometheus.yaml",
    stringify({
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: Object.keys(rules),
      scrape_configs: [{ job_name: "tidegate", static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
    }),
  );
  const web = put("web.yaml", stringify({ basic_auth_users: { [USERNAME]: hashSync(PASSWORD, 4) } }));
  const [own] = await freePorts(1);
  const args = [
    ...[`--config.file=${config}`, `--web.config.file=${web}`, `--web.listen-address=127.0.0.1:${own}`],
    `--storage.tsdb.path=${join(folder, "data")}`,
  ];
  const child = spawn(prometheusProgram("prometheus"), args, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "close");
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));

  const url = `http://127.0.0.1:${own}`;
  const authorization = `Basic ${Buffer.from(`${USERNAME}:${PASSWORD}`).toString("base64")}`;
  const ask = async (query: string) => {
    const body = new URLSearchParams({ query });
    const answer = await fetch(`${url}/api/v1/query`, { method: "POST", body, headers: { authorization } });
    const parsed = (await answer.json()) as { error?: string; data?: { result: unknown[] } }; // Prometheus' own form
    if (parsed.data === undefined) throw new Error(`${query}: ${parsed.error}`);
    return parsed.data.result;
  };
  const stop = async () => {
    child.kill();
    await ended;
    keepProcessOutput(["prometheus", ...args], said);
    rmSync(folder, { recursive: true });
  };
  try {
    await waitUntil("an answer of Prometheus", () => ask("1"));
  } catch (error) {
    await stop();
    throw new Error(said, { cause: error });
  }
  return { url, login: { username: USERNAME, passwordFile: put("password", `${PASSWORD}\n`) }, ask, stop };
}

import { execIn } from "../../docker/exec.ts";
import type { Color } from "../../model/color.ts";
import { createBenchHost } from "./bench-host.ts";
import type { Way } from "./way.ts";

export interface ProxyPlan {
  name: string;
  /** Files written before the proxy starts, below /tmp. */
  files: Record<string, string>;
  /** Shell command line that becomes the proxy. */
  start: string;
  /** Shell script that moves the traffic; it is timed. */
  flip: (color: Color) => string;
}

const VERSIONS = { blue: "1.0.0", green: "2.0.0" } as const;
const PORT = 8080;

/** Starts two apps and a proxy in front of them, each in a container of its own. */
export async function startPlainProxy(plan: ProxyPlan): Promise<Way> {
  const host = await createBenchHost();
  try {
    for (const [color, version] of Object.entries(VERSIONS)) {
      await host.run({ name: color, env: { APP_VERSION: version } });
    }
    const env = Object.fromEntries(Object.values(plan.files).map((text, index) => [`FILE_${index}`, text]));
    const write = Object.keys(plan.files).map((file, index) => `printf %s "$FILE_${index}" > /tmp/${file}`);
    const command = ["sh", "-c", [...write, `exec ${plan.start}`].join(" && ")];
    const proxy = await host.run({ name: "proxy", command, env, publish: PORT });
    return {
      name: plan.name,
      url: `http://127.0.0.1:${proxy.port}`,
      inside: { network: host.network, address: `proxy:${PORT}` },
      versions: VERSIONS,
      flip: async (color) => {
        const timed = `begin=$(date +%s%N); ${plan.flip(color)}; echo $((($(date +%s%N) - begin) / 1000))`;
        const ran = await execIn(host.docker, proxy.id, ["sh", "-ec", timed]);
        if (ran.exitCode !== 0) throw new Error(`${plan.name}: the flip failed: ${ran.stderr || ran.stdout}`);
        return Number(ran.stdout.trim().split("\n").at(-1)) / 1_000;
      },
      remove: () => host.remove(),
    };
  } catch (error) {
    await host.remove();
    throw error;
  }
}

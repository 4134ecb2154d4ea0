import { CONTAINER } from "../../policy/resource-types.ts";
import type { Registered } from "./judge.ts";

const labels = (names: Record<string, string>) => Object.entries(names).map(([label, value]) => ({ label, value }));

/** A replica, word for word as a pool declares it: test/components/compliant-container.test.ts compares the two. */
export const REPLICA = {
  name: "p-dev-shop-blue-0",
  image: "sha256:registry.test/shop:1",
  networksAdvanced: [{ name: "p-dev", aliases: ["p-dev-shop-blue-0"] }],
  labels: labels({
    "tidegate.color": "blue",
    "tidegate.environment": "e1",
    "tidegate.pids": "2048",
    "tidegate.project": "p",
    "tidegate.release": "0e1b2f8d1c0a4c5e",
    "tidegate.role": "replica",
    "tidegate.service": "shop",
    "tidegate.stack": "dev",
    "tidegate.version": "1",
  }),
  user: "10001:10001",
  readOnly: true,
  tmpfs: { "/tmp": "size=64m,mode=1777,uid=10001,gid=10001" },
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges:true"],
  memory: 256,
  memorySwap: 256,
  cpus: "0.5",
  init: true,
  restart: "unless-stopped",
  mustRun: true,
  destroyGraceSeconds: 15,
  stopTimeout: 15,
  logDriver: "json-file",
  logOpts: { "max-size": "10m", "max-file": "3" },
  envs: ["LOG_LEVEL=info"],
  mounts: [{ type: "volume", source: "p-dev-shop-data-uploads", target: "/data", readOnly: false }],
};

/** A container that somebody else's program declares: without Tidegate's labels, with an owner and a health check. */
const FOREIGN = {
  ...REPLICA,
  name: "database",
  labels: labels({ owner: "payments" }),
  healthcheck: { tests: ["CMD", "pg_isready"], interval: "10s", timeout: "2s", retries: 3 },
};

/** The replica with some inputs changed; undefined takes one away. */
export function replica(change: Record<string, unknown> = {}): Registered {
  return { type: CONTAINER, props: { ...REPLICA, ...change } };
}

/** The foreign container with some inputs changed. */
export function foreign(change: Record<string, unknown> = {}): Registered {
  return { type: CONTAINER, props: { ...FOREIGN, ...change } };
}

/** A container of that role with some inputs changed. */
export function containerOf(role: unknown, change: Record<string, unknown> = {}): Registered {
  return replica({ labels: [{ label: "tidegate.role", value: role }], ...change });
}

import type Docker from "dockerode";
import { execIn } from "../../docker/exec.ts";
import type { Replica } from "./replicas.ts";
import type { Session } from "../session.ts";

/** Where a container listens; undefined when nobody could tell. */
export type ListeningPorts = readonly { port: number; loopback: boolean }[] | undefined;

/** State of a listening socket in /proc/net/tcp. */
const LISTENING = "0A";
const LOOPBACK = ["0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"];

/**
 * The TCP ports a container listens on: from its own /proc, or, where it has no `cat`, those of its image's ports that
 * accept connections from the edge. Undefined when neither says anything.
 */
export async function listeningPorts(docker: Docker, session: Session, replica: Replica): Promise<ListeningPorts> {
  return (await fromInside(docker, replica)) ?? (await fromOutside(docker, session, replica));
}

async function fromInside(docker: Docker, { id }: Replica): Promise<ListeningPorts> {
  try {
    const { stdout } = await execIn(docker, id, ["cat", "/proc/net/tcp", "/proc/net/tcp6"]);
    return stdout.includes("local_address") ? parseTcpTable(stdout) : undefined;
  } catch {
    return undefined; // it has no `cat`, or has just ended: the report says less, but it says it
  }
}

/** Reads `/proc/net/tcp` and `/proc/net/tcp6`: hexadecimal address, colon, hexadecimal port. Docker's own DNS is left out. */
export function parseTcpTable(text: string): NonNullable<ListeningPorts> {
  const sockets = text.split("\n").flatMap((line) => {
    const [, local = "", , state] = line.trim().split(/\s+/);
    const [address = "", port = ""] = local.split(":");
    if (state !== LISTENING || address === "0B00007F") return [];
    return [{ port: parseInt(port, 16), loopback: LOOPBACK.includes(address) }];
  });
  return sockets.toSorted((a, b) => a.port - b.port);
}

async function fromOutside(docker: Docker, session: Session, replica: Replica): Promise<ListeningPorts> {
  const { Config } = await docker.getContainer(replica.id).inspect();
  const exposed = Object.keys(Config.ExposedPorts ?? {}).filter((port) => port.endsWith("/tcp"));
  if (replica.address === undefined || exposed.length === 0) return undefined;
  const ports = exposed.slice(0, 10).map((port) => parseInt(port, 10));
  const open = await session.knock(replica.address, ports);
  return open.length === 0 ? undefined : open.map((port) => ({ port, loopback: false }));
}

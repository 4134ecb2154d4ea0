import type { HostEngine } from "../../docker/connect.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import type { EdgeStatus } from "../../edge/proxy.ts";
import type { StackId } from "../../model/names.ts";

/** What a host's proxy says. */
export interface ProxyAnswer {
  /** Null when it could not be asked. */
  status: EdgeStatus | null;
  /** Why; null where it answered, and where none runs. */
  error: string | null;
}

/** By the names of the hosts. */
export type ProxyAnswers = Readonly<Record<string, ProxyAnswer>>;

/** A running proxy's own view. Where it does not answer the rest of a status is still told, with the reason. */
export async function askProxy({ docker }: HostEngine, id: StackId): Promise<ProxyAnswer> {
  try {
    return { status: await haproxy.measure(docker, id), error: null };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : String(error) };
  }
}

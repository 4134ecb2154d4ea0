import { haproxy } from "./haproxy/index.ts";
import type { RunningEdge } from "./running-edge.ts";
import type { Session } from "./session.ts";

/** Asks a running edge about one service; the session ends with what `use` does, however that ends. */
export async function withSession<T>(
  edge: RunningEdge,
  service: string,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await haproxy.openSession(edge, service);
  try {
    return await use(session);
  } finally {
    session.close();
  }
}

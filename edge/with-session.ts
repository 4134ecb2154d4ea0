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

/** The same about several: `use` gets each subject with the session about its service. */
export async function withSessions<Subject extends { service: string }, T>(
  edge: RunningEdge,
  subjects: readonly Subject[],
  use: (opened: readonly { subject: Subject; session: Session }[]) => Promise<T>,
): Promise<T> {
  const opening = subjects.map(async (subject) => ({
    subject,
    session: await haproxy.openSession(edge, subject.service),
  }));
  try {
    return await use(await Promise.all(opening));
  } finally {
    for (const end of await Promise.allSettled(opening)) if (end.status === "fulfilled") end.value.session.close();
  }
}

import type { Conversation } from "./conversation.ts";
import { UNKNOWN_QUESTION } from "./send-request.ts";

const QUICK_MS = 20_000;

/** Unix time in milliseconds at which each certificate of the edge ends, or the first of its chain, by its name. */
export type CertificateEnds = Readonly<Record<string, number>>;

/** When certificates end; nothing where the edge is of before 0.11.0, which does not tell. */
export async function askCertificates(conversation: Pick<Conversation, "ask">): Promise<CertificateEnds> {
  const { exitCode, lines } = await conversation.ask("certificates", QUICK_MS);
  if (exitCode === UNKNOWN_QUESTION) return {};
  if (exitCode !== 0) throw new Error(`the edge does not tell of its certificates: ${exitCode}`);
  return Object.fromEntries(
    lines.map((line) => {
      const [name = "", end] = line.split(" ");
      return [name, Number(end)];
    }),
  );
}

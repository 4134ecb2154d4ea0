import { createTransport } from "nodemailer";
import type { ChannelOf } from "../../../model/notify-channel.ts";
import { shownText } from "../../../model/shown-text.ts";
import type { Outcome } from "../channels/channel.ts";
import { fitText, PLAIN } from "../fit-text.ts";
import type { Message } from "../message.ts";
import { secretValue, withoutSecrets, type SecretValues } from "./access.ts";

const MAX_BYTES = 200_000;
const MAX_SHOWN = 200;

/** A message as an e-mail in plain text. Its `Message-ID` is the same each time it is tried. */
export function renderMail(message: Message, { from, to }: Pick<ChannelOf<"email">, "from" | "to">) {
  return {
    from,
    to,
    subject: message.title,
    text: `${fitText(message, PLAIN, MAX_BYTES)}\n`,
    messageId: `<${message.id}@${from.slice(from.lastIndexOf("@") + 1)}>`,
    headers: { "Auto-Submitted": "auto-generated" }, // no answers by machines (RFC 3834)
  };
}

/**
 * Sends an e-mail by SMTP. It counts as sent when the server takes it for one of its recipients. TLS is 1.2 at least, its certificate is
 * checked, and with `starttls` nothing is said in clear where the server does not offer it.
 */
export async function sendMail(
  message: Message,
  channel: ChannelOf<"email">,
  { secrets, signal }: { secrets: SecretValues; signal: AbortSignal },
): Promise<Outcome> {
  const { host, port, tls, ca, user, passwordSecretName } = channel;
  const transport = createTransport({
    ...{ host, port },
    secure: tls === "implicit",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    tls: { minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) },
    ...(user === undefined || passwordSecretName === undefined
      ? {}
      : { auth: { user, pass: secretValue(passwordSecretName, secrets) } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ ...renderMail(message, channel), signal });
    return { ok: true };
  } catch (error) {
    return { ok: false, problem: explain(error, { secrets, signal }) };
  } finally {
    transport.close();
  }
}

function explain(error: unknown, { secrets, signal }: { secrets: SecretValues; signal: AbortSignal }): string {
  if (signal.aborted) return "it has not answered in time";
  if (!(error instanceof Error)) return "it cannot be reached";
  const code = "code" in error ? ` (${String(error.code)})` : "";
  const said = "response" in error && typeof error.response === "string" ? error.response : error.message;
  return `it has not taken the mail${code}: ${shownText(withoutSecrets(said, secrets), MAX_SHOWN)}`;
}

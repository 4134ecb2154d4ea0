import type { NotifySettings } from "../../model/notify.ts";
import type { Event } from "./event.ts";
import { writeMessage } from "./message.ts";
import type { SecretValues } from "./send/access.ts";
import { send } from "./send/send.ts";
import type { ChannelTest } from "./status.ts";
import { LANGUAGES } from "./texts/languages.ts";

export interface ChannelTestArgs {
  settings: NotifySettings;
  secrets: SecretValues;
  environment: Event["environment"];
  /** All of them where it is null. */
  channel: string | null;
  /** Who wants to know. */
  by: string;
  /** Ends each attempt. */
  deadline: () => AbortSignal;
}

/**
 * Sends a message of its own through channels at once, past routes, quiet hours and what waits, and tells how each took it: sorted by name,
 * empty where there is none of that name.
 */
export async function testChannels(args: ChannelTestArgs): Promise<ChannelTest[]> {
  const { settings, secrets, environment, channel, by, deadline } = args;
  const at = Date.now();
  const id = `test-${at}`;
  const message = writeMessage(`msg_${id}`, [{ kind: "test", id, environment, at, by }], {
    language: LANGUAGES[settings.language],
  });
  const chosen = Object.entries(settings.channels).filter(([name]) => name === (channel ?? name));
  return Promise.all(
    chosen
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([name, to]) => {
        const outcome = await send(message, to, { secrets, at, signal: deadline() });
        return { channel: name, type: to.type, problem: outcome.ok ? null : outcome.problem };
      }),
  );
}

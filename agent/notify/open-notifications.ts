import type { StackId } from "../../model/names.ts";
import { secretsOfNotify, type NotifySettings } from "../../model/notify.ts";
import type { Log } from "../log.ts";
import type { News } from "./event.ts";
import { loadSecrets } from "./load-secrets.ts";
import { ATTEMPT_MS, Notifier } from "./notifier.ts";
import type { ChannelTest } from "./status.ts";
import { testChannels } from "./test-channels.ts";

export interface NotificationArgs {
  id: StackId;
  /** Whom to tell; nobody when left out. */
  notify: NotifySettings | undefined;
  /** The agent's own, for what waits. */
  folder: string;
  /** Where the secrets lie that the settings name, each a file. */
  secretsFolder: string;
  log: Log;
}

/** How an agent tells people what happens. */
export interface Notifications {
  /** Takes in what has happened: takes no time and never throws. The same id twice is one message. Does nothing where there is nobody to tell. */
  tell: (news: News) => void;
  /** Begins to send what is due; to be called each second. It waits for no channel. */
  work: () => Promise<void>;
  /** Sends a message of its own through a channel, or through all where it is null. */
  test: (channel: string | null, by: string) => Promise<ChannelTest[]>;
  /** Undefined where there is nobody to tell. */
  notifier: Notifier | undefined;
}

const NOBODY: Notifications = {
  tell: () => undefined,
  work: () => Promise.resolve(),
  test: () => Promise.resolve([]),
  notifier: undefined,
};

/** Opens what is told to people, with what still waits from the last run. Rejects where the folder cannot be read. */
export async function openNotifications(args: NotificationArgs): Promise<Notifications> {
  const { id, notify: settings, folder, secretsFolder, log } = args;
  if (settings === undefined) return NOBODY;
  const environment = { project: id.project, stack: id.stack };
  const secrets = await loadSecrets(secretsFolder, secretsOfNotify(settings));
  const notifier = new Notifier({ settings, secrets, folder });
  const deadline = () => AbortSignal.timeout(ATTEMPT_MS);
  return {
    notifier,
    tell: (news) => {
      log("info", "people are told", { kind: news.kind, id: news.id });
      notifier.notify({ ...news, environment });
    },
    work: () => {
      notifier.work().catch((error: unknown) => log("error", "notifications cannot be sent", { error }));
      return Promise.resolve();
    },
    test: (channel, by) => testChannels({ settings, secrets, environment, channel, by, deadline }),
  };
}

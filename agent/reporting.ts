import type { StackId } from "../model/names.ts";
import type { NotifySettings } from "../model/notify.ts";
import { answerQuestions } from "./ask/answer-questions.ts";
import { ASK_SOCKET_NAME } from "./ask/questions.ts";
import { serveQuestions } from "./ask/serve-questions.ts";
import type { Log } from "./log.ts";
import { openMetrics } from "./metrics/open-metrics.ts";
import { METRICS_PORT } from "./metrics/port.ts";
import type { GuardVerdicts } from "./metrics/take-snapshot.ts";
import { openNotifications, type Notifications } from "./notify/open-notifications.ts";
import type { Observer } from "./observer.ts";
import { silenceWatcher } from "./silence.ts";

export interface ReportingArgs {
  id: StackId;
  /** Whom to tell what happens; nobody when left out. */
  notify: NotifySettings | undefined;
  /** The one that the agent shares with the edge. */
  folder: string;
  observer: Observer;
  /** The last verdict of each guard rule. */
  verdicts: () => GuardVerdicts;
  log: Log;
  /** Where the secrets of its channels lie. */
  secretsFolder: string;
  /** Default: {@link METRICS_PORT}. 0 takes a free one. */
  metricsPort?: number | undefined;
}

/** What an agent lets others know. */
export interface Reporting extends Pick<Notifications, "tell" | "work"> {
  /** To be called after each sign of life that the edge took. */
  alive: () => Promise<void>;
  close: () => Promise<void>;
}

/** Opens every way in which others get to know of the agent's work: notifications, figures, answers. One that cannot be opened is missed alone. */
export async function openReporting(args: ReportingArgs): Promise<Reporting> {
  const { id, notify, folder, secretsFolder, observer, verdicts, log, metricsPort: port = METRICS_PORT } = args;
  const notifications = await openNotifications({ id, notify, folder, secretsFolder, log });
  const { tell, work } = notifications;
  const missed = (what: string) => (error: unknown) => log("error", `${what} cannot be served`, { error });
  const servers = await Promise.all([
    openMetrics({ id, observer, verdicts, port }).catch(missed("figures")),
    serveQuestions(`${folder}/${ASK_SOCKET_NAME}`, answerQuestions(notifications)).catch(missed("answers")),
  ]);
  const clock = () => performance.now();
  return {
    ...{ tell, work },
    alive: await silenceWatcher({ file: `${folder}/last-beat`, tell, now: Date.now, clock }),
    close: async () => {
      for (const server of servers) await server?.close();
    },
  };
}

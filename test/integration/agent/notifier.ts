import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { Notifier } from "../../../agent/notify/notifier.ts";
import type { SecretValues } from "../../../agent/notify/send/access.ts";
import { notifySchema } from "../../../model/notify.ts";

export const START = Date.UTC(2026, 10, 30, 12);
const SECOND = 1_000;

export interface Stage {
  notifier: Notifier;
  /** Lets time pass, and sends what is due then. */
  workAfter: (seconds: number) => Promise<void>;
  /** A new one on the same folder, at the same time, as after a restart. */
  restart: () => Stage;
  folder: string;
}

interface StageOptions {
  settings: object;
  secrets: SecretValues;
  deadline?: () => AbortSignal;
  folder?: string;
  now?: number;
}

/** A Notifier with a clock of its own. An attempt that the test does not end may take as long as the test. */
export function stageNotifier({
  settings,
  secrets,
  folder = newFolder(),
  now = START,
  ...options
}: StageOptions): Stage {
  const time = { now };
  const notifier = new Notifier({
    settings: notifySchema.parse(settings),
    ...{ secrets, folder, clock: () => time.now, random: () => 0 },
    deadline: options.deadline ?? (() => new AbortController().signal),
  });
  return {
    notifier,
    folder,
    workAfter(seconds) {
      time.now += seconds * SECOND;
      return notifier.work();
    },
    restart: () => stageNotifier({ settings, secrets, folder, now: time.now, ...options }),
  };
}

/** A folder that is gone after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-notify-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

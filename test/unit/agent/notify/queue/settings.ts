import { notifySchema, type NotifySettings } from "../../../../../model/notify.ts";

export const NOW = Date.UTC(2026, 10, 30, 12);
export const SECOND = 1_000;
export const MINUTE = 60_000;

/** Two channels for people and one that wakes them, with all defaults but those of `input`. */
export function settingsWith(input: object = {}): NotifySettings {
  return notifySchema.parse({
    channels: {
      chat: { type: "slack", urlSecretName: "CHAT" },
      pager: { type: "pagerduty", keySecretName: "PAGER" },
      team: { type: "dingtalk", urlSecretName: "TEAM" },
    },
    ...input,
  });
}

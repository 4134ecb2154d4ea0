import type { ChannelType } from "../../../model/notify-channel.ts";

interface Limit {
  /** Attempts within a minute. */
  perMinute: number;
  /** Events in one message. */
  together: number;
}

/**
 * What a service takes, or a little less: DingTalk and WeCom refuse more than 20 a minute, Feishu more than 100, Slack more than one a second,
 * Teams more than four a second, PagerDuty more than 120 a minute and key. PagerDuty opens an incident for each event.
 */
export const LIMITS: Readonly<Record<ChannelType, Limit>> = {
  email: { perMinute: 20, together: 50 },
  slack: { perMinute: 50, together: 20 },
  dingtalk: { perMinute: 20, together: 20 },
  wecom: { perMinute: 20, together: 10 },
  feishu: { perMinute: 60, together: 20 },
  teams: { perMinute: 60, together: 20 },
  webhook: { perMinute: 120, together: 50 },
  pagerduty: { perMinute: 100, together: 1 },
};

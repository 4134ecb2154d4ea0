import { describe, expect, it } from "vitest";
import { channelsFor, notifySchema, secretsOfNotify } from "../../../model/notify.ts";
import { isSafeUrl } from "../../../model/safe-url.ts";
import { tryParse } from "../../../model/problems.ts";
import { kindOf, schemaAt } from "../../../model/schema-at.ts";

const SLACK = { type: "slack", urlSecretName: "SLACK_URL" };
const PAGER = { type: "pagerduty", keySecretName: "PAGER_KEY" };
const MAIL = { type: "email", host: "mail.example.com", from: "tidegate@example.com", to: ["ops@example.com"] };

function problemsOf(input: object): readonly string[] {
  const result = tryParse(notifySchema, { channels: { slack: SLACK }, ...input }, { path: "notify" });
  return "problems" in result ? result.problems : [];
}
const problemsOfChannel = (channel: object) => problemsOf({ channels: { ops: channel } });

describe("the settings of notifications", () => {
  it("need a channel, and no more", () => {
    expect(notifySchema.parse({ channels: { slack: SLACK } })).toEqual({
      channels: { slack: SLACK },
      routes: {},
      language: "en",
      aggregate: "30s",
    });
    expect(problemsOf({ channels: {} })).toEqual([
      "notify.channels: must have a channel, got an object. Add one, or remove `notify`.",
    ]);
  });

  it.each([
    SLACK,
    { type: "dingtalk", urlSecretName: "URL", signingSecretName: "KEY" },
    { type: "wecom", urlSecretName: "URL" },
    { type: "feishu", urlSecretName: "URL" },
    { type: "teams", urlSecretName: "URL" },
    { type: "webhook", urlSecretName: "URL", signingSecretName: "KEY" },
    PAGER,
    { ...MAIL, user: "tidegate", passwordSecretName: "MAIL_PASSWORD" },
  ])("take a channel of type $type", (channel) => {
    expect(problemsOfChannel(channel)).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      "a type that there is not",
      { type: "slak" },
      'type: must be one of "email", "slack", "dingtalk", "wecom", "feishu", "teams", "webhook", "pagerduty", got "slak". Choose one.',
    ],
    [
      "no type",
      { urlSecretName: "URL" },
      'type: is missing. Add it (one of "email", "slack", "dingtalk", "wecom", "feishu", "teams", "webhook", "pagerduty").',
    ],
    [
      "an address where the name of its secret belongs",
      { type: "teams", urlSecretName: "https://example.com/hook" },
      "urlSecretName: must be the name of a secret. Put the value into `tidegate:secrets.notify`, and its name here.",
    ],
    [
      "a key that is misspelled",
      { type: "feishu", urlSecretName: "URL", signingSecretNam: "KEY" },
      "signingSecretNam: is not a known key. Did you mean `signingSecretName`?",
    ],
    [
      "nothing to sign with",
      { type: "webhook", urlSecretName: "URL" },
      "signingSecretName: is missing. Add it (string).",
    ],
    [
      "half a login",
      { ...MAIL, user: "tidegate" },
      "passwordSecretName: must be given, because a login takes both, got nothing. Give `user` and `passwordSecretName`, or neither.",
    ],
    [
      "a password that everybody on the way can read",
      { ...MAIL, tls: "none", user: "tidegate", passwordSecretName: "MAIL_PASSWORD" },
      'tls: would send the password readable to all, got "none". Set `tls: starttls` or `implicit`, or leave the login out.',
    ],
    [
      "a recipient of two lines",
      { ...MAIL, to: ["ops@example.com\nBcc: all@example.com"] },
      'to.0: must be a mail address, got "ops@example.com\\nBcc: all@example.com". Write it like "ops@example.com".',
    ],
    [
      "an address without TLS",
      { ...PAGER, url: "http://events.example.com" },
      'url: must be an https address, got "http://events.example.com". Write it like "https://events.pagerduty.com/v2/enqueue".',
    ],
  ])("refuse a channel with %s", (_what, channel, problem) => {
    expect(problemsOfChannel(channel)).toEqual([`notify.channels.ops.${problem}`]);
  });

  it("refuse the name of a channel that there is not", () => {
    expect(problemsOf({ routes: { info: ["slack", "mail"] }, escalate: { to: ["pager"] } })).toEqual([
      'notify.escalate.to.0: names no channel, got "pager". Use one of `slack`.',
      'notify.routes.info.1: names no channel, got "mail". Use one of `slack`.',
    ]);
  });

  it.each<[object, string]>([
    [{ from: "22:00", to: "7:00" }, 'to: must be a time of the day, got "7:00". Write it like "22:00".'],
    [{ from: "24:00", to: "07:00" }, 'from: must be a time of the day, got "24:00". Write it like "22:00".'],
    [
      { from: "22:00", to: "22:00" },
      'to: must not be `from`, got "22:00". Give hours that end, or leave Info out by `routes.info: []`.',
    ],
  ])("refuse the quiet hours %j", (quietHours, problem) => {
    expect(problemsOf({ quietHours })).toEqual([`notify.quietHours.${problem}`]);
  });
});

it.each<[string, string | undefined]>([
  ["", "object"],
  ["urlSecretName", "string"],
  ["port", "number"],
  ["colour", undefined],
])("know what stands in a channel at %j, of whichever type it is", (key, kind) => {
  const path = ["channels", "ops", ...(key === "" ? [] : [key])];
  const schema = schemaAt(notifySchema, path);
  expect(schema === undefined ? undefined : kindOf(schema)).toBe(kind);
});

const settings = (routes: object) =>
  notifySchema.parse({ channels: { slack: SLACK, pager: PAGER, mail: MAIL }, routes });

it("tells everything to every channel, but PagerDuty nothing that went as it should", () => {
  expect(channelsFor("critical", settings({}))).toEqual(["mail", "pager", "slack"]);
  expect(channelsFor("warning", settings({}))).toEqual(["mail", "pager", "slack"]);
  expect(channelsFor("info", settings({}))).toEqual(["mail", "slack"]);
});

it("follows a route where there is one, and tells nobody where it is empty", () => {
  const routed = settings({ info: [], warning: ["slack", "slack"], critical: ["pager"] });
  expect(channelsFor("info", routed)).toEqual([]);
  expect(channelsFor("warning", routed)).toEqual(["slack"]);
  expect(channelsFor("critical", routed)).toEqual(["pager"]);
});

it("names the secrets of all channels", () => {
  const channels = {
    slack: SLACK,
    again: SLACK,
    pager: PAGER,
    hook: { type: "webhook", urlSecretName: "HOOK", signingSecretName: "KEY" },
  };
  expect(secretsOfNotify(notifySchema.parse({ channels }))).toEqual(["HOOK", "KEY", "PAGER_KEY", "SLACK_URL"]);
});

it.each([
  ["https://hooks.example.com/T0/B0", true],
  ["http://127.0.0.1:8080/hook", true],
  ["http://[::1]:8080/hook", true],
  ["http://hooks.example.com/T0/B0", false],
  ["http://127.0.0.1.example.com/", false],
  ["file:///etc/passwd", false],
  ["hooks.example.com", false],
])("%s can be posted to unread: %s", (url, isSafe) => {
  expect(isSafeUrl(url)).toBe(isSafe);
});

import { describe, expect, it } from "vitest";
import { EVENTS } from "../../support/notify-events.ts";
import { freePorts } from "../../support/free-port.ts";
import { stageNotifier } from "./notifier.ts";
import { answerWith, startReceiver, type Answering, type Receiver } from "./receiver.ts";

const KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** A Notifier with one channel, that goes to a receiver. */
function stageChannel(
  receiver: Pick<Receiver, "origin">,
  channel: object,
  options: { deadline?: () => AbortSignal } = {},
) {
  return stageNotifier({
    settings: { channels: { one: channel } },
    secrets: { URL: `${receiver.origin}/hook/T0KEN-9f8e7d6c?key=K3Y-5a4b3c2d`, KEY },
    ...options,
  });
}
const problemOf = ({ notifier }: ReturnType<typeof stageChannel>) =>
  notifier.status().channels[0]?.lastFailure?.problem;

describe("a critical event", () => {
  it.each<[string, object, Answering]>([
    ["slack", { urlSecretName: "URL" }, answerWith(200, "ok")],
    ["dingtalk", { urlSecretName: "URL", signingSecretName: "KEY" }, answerWith(200, '{"errcode":0,"errmsg":"ok"}')],
    ["wecom", { urlSecretName: "URL" }, answerWith(200, '{"errcode":0,"errmsg":"ok"}')],
    [
      "feishu",
      { urlSecretName: "URL", signingSecretName: "KEY" },
      answerWith(200, '{"code":0,"msg":"success","data":{}}'),
    ],
    ["teams", { urlSecretName: "URL" }, answerWith(202)],
    ["webhook", { urlSecretName: "URL", signingSecretName: "KEY" }, answerWith(204)],
    ["pagerduty", { keySecretName: "KEY" }, answerWith(202, '{"status":"success"}')],
  ])("gets through %s, once", async (type, channel, answer) => {
    const receiver = await startReceiver(answer);
    const address = type === "pagerduty" ? { url: `${receiver.origin}/v2/enqueue` } : {};
    const stage = stageChannel(receiver, { type, ...channel, ...address });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    await stage.workAfter(60);
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.body).toContain("shop 1.5.0");
    expect(receiver.received[0]?.headers).toMatchObject({ "user-agent": "tidegate" });
    expect(stage.notifier.status().channels).toEqual([
      {
        ...{ channel: "one", type, waiting: 0, lastFailure: null, failures: 0, givenUp: 0 },
        lastSuccessAt: expect.any(Number) as number,
      },
    ]);
  });
});

describe("a channel", () => {
  it("that hangs is left when its time is up, and holds up no other", async () => {
    const hanging = await startReceiver(() => undefined);
    const working = await startReceiver();
    const deadline = new AbortController();
    const stage = stageNotifier({
      settings: {
        channels: {
          hangs: { type: "slack", urlSecretName: "HANGS" },
          works: { type: "slack", urlSecretName: "WORKS" },
        },
      },
      secrets: { HANGS: hanging.origin, WORKS: working.origin },
      deadline: () => deadline.signal,
    });
    stage.notifier.notify(EVENTS["rolled-back"]);
    const first = stage.workAfter(0);
    await expect.poll(() => stage.notifier.status().channels.map(({ waiting }) => waiting)).toEqual([1, 0]);
    stage.notifier.notify(EVENTS["rollback-failed"]);
    await stage.workAfter(1); // ends, though the first attempt has not
    expect(working.received).toHaveLength(2);
    expect(hanging.received).toHaveLength(1);
    deadline.abort();
    await first;
    expect(stage.notifier.status().channels).toMatchObject([
      { channel: "hangs", waiting: 2, lastFailure: { problem: "it has not answered in time" } },
      { channel: "works", waiting: 0, lastFailure: null },
    ]);
  });

  it("that hangs in the middle of its answer is left, too", async () => {
    const receiver = await startReceiver((response) => void response.writeHead(200).write("o"));
    const deadline = new AbortController();
    const stage = stageChannel(receiver, { type: "slack", urlSecretName: "URL" }, { deadline: () => deadline.signal });
    stage.notifier.notify(EVENTS["rolled-back"]);
    const work = stage.workAfter(0);
    await receiver.next();
    deadline.abort();
    await work;
    expect(problemOf(stage)).toBe("it has not answered in time");
  });

  it("that refuses connections is tried again, and works when it is back", async () => {
    const gone = await startReceiver(({ socket }) => socket?.resetAndDestroy());
    const [closed] = await freePorts(1);
    const stage = stageNotifier({
      settings: {
        channels: { one: { type: "slack", urlSecretName: "URL" }, two: { type: "slack", urlSecretName: "CLOSED" } },
      },
      secrets: { URL: gone.origin, CLOSED: `http://127.0.0.1:${closed}/` },
    });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    const problems = stage.notifier.status().channels.map(({ lastFailure }) => lastFailure?.problem);
    expect(problems).toEqual(["it cannot be reached (ECONNRESET)", "it cannot be reached (ECONNREFUSED)"]);
    gone.answer = answerWith(200);
    await stage.workAfter(5);
    expect(stage.notifier.status().channels[0]).toMatchObject({ waiting: 0, failures: 0 });
    expect(gone.received.map(({ body }) => body)).toEqual([gone.received[0]?.body, gone.received[0]?.body]);
  });

  it.each<[string, Record<string, string>]>([
    ["seconds", { "retry-after": "7" }],
    ["a date", { date: "Mon, 30 Nov 2026 12:00:00 GMT", "retry-after": "Mon, 30 Nov 2026 12:00:07 GMT" }],
  ])("that asks for silence in %s gets it", async (_form, headers) => {
    const receiver = await startReceiver(answerWith(429, "slow down", headers));
    const stage = stageChannel(receiver, { type: "slack", urlSecretName: "URL" });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(problemOf(stage)).toBe("it answered 429: slow down");
    await stage.workAfter(6.999);
    expect(receiver.received).toHaveLength(1);
    await stage.workAfter(0.001);
    expect(receiver.received).toHaveLength(2);
  });

  it("that says no inside a 200 has failed", async () => {
    const receiver = await startReceiver(answerWith(200, '{"errcode":310000,"errmsg":"sign not match"}'));
    const stage = stageChannel(receiver, { type: "dingtalk", urlSecretName: "URL", signingSecretName: "KEY" });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(problemOf(stage)).toBe("it answered 200 with errcode 310000: sign not match");
    expect(stage.notifier.status().channels[0]).toMatchObject({ waiting: 1, lastSuccessAt: null });
  });

  it.each([301, 302, 303, 307, 308])("that answers %i is not followed into the private network", async (status) => {
    const inside = await startReceiver();
    const location = `${inside.origin}/latest/meta-data/T0KEN-9f8e7d6c`;
    const receiver = await startReceiver(answerWith(status, "", { location }));
    const stage = stageChannel(receiver, { type: "slack", urlSecretName: "URL" });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(inside.received).toEqual([]);
    expect(problemOf(stage)).toBe(
      `it answered ${status}, a redirect to ${inside.origin}, which is not followed: it could lead into a private network`,
    );
  });

  it("that answers without end is read for a moment only", async () => {
    const closed = Promise.withResolvers<number>();
    const receiver = await startReceiver((response) => {
      let sent = 0;
      const chunk = Buffer.alloc(65_536, "x");
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response
        .writeHead(500)
        .on("drain", more)
        .on("close", () => closed.resolve(sent));
      more();
    });
    const stage = stageChannel(receiver, { type: "slack", urlSecretName: "URL" });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(problemOf(stage)).toBe(`it answered 500: ${"x".repeat(200)}…`);
    expect(await closed.promise).toBeLessThan(64 * 1024 * 1024); // what the kernel buffers, not what there is
  });

  it("that speaks no HTTP has failed", async () => {
    const receiver = await startReceiver(({ socket }) => void socket?.end("SSH-2.0-OpenSSH_9.2\r\n"));
    const stage = stageChannel(receiver, { type: "slack", urlSecretName: "URL" });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(problemOf(stage)).toMatch(/^it cannot be reached \(\w+\)$/);
  });

  it.each<[string, object, Record<string, string>, string]>([
    ["without its secret", { type: "slack", urlSecretName: "URL" }, {}, "its secret URL has no value"],
    [
      "with an address without TLS",
      { type: "slack", urlSecretName: "URL" },
      { URL: "http://hooks.example.com/T0KEN" },
      "its secret URL is no https address",
    ],
    [
      "with a key that is none",
      { type: "webhook", urlSecretName: "URL", signingSecretName: "KEY" },
      { URL: "https://127.0.0.1:1/", KEY: "topsecret" },
      "its secret for signing is none: it takes `whsec_` and 24 to 64 bytes in base64",
    ],
  ])("%s fails, and says so", async (_what, channel, secrets, problem) => {
    const stage = stageNotifier({ settings: { channels: { one: channel } }, secrets });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(problemOf(stage)).toBe(problem);
  });

  it("that tells a secret back where its answer is cut does not get half of it told on", async () => {
    const receiver = await startReceiver(answerWith(403, `${"x".repeat(190)}T0KEN-9f8e7d6c`));
    const stage = stageChannel(receiver, { type: "slack", urlSecretName: "URL" });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(problemOf(stage)).toBe(`it answered 403: ${"x".repeat(190)}***`);
  });

  it("that tells secrets back does not get them told on", async () => {
    const receiver = await startReceiver((response, request) =>
      response.writeHead(403).end(`no ${request.url} with ${KEY}, nor T0KEN-9f8e7d6c`),
    );
    const stage = stageChannel(receiver, { type: "webhook", urlSecretName: "URL", signingSecretName: "KEY" });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(problemOf(stage)).toBe("it answered 403: no *** with ***, nor ***");
  });
});

import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../../../agent/notify/channels/channel.ts";
import { dingtalk } from "../../../../../agent/notify/channels/dingtalk.ts";
import { feishu } from "../../../../../agent/notify/channels/feishu.ts";
import { readStatus } from "../../../../../agent/notify/channels/read-answer.ts";
import { wecom } from "../../../../../agent/notify/channels/wecom.ts";

const failed = (problem: string, more: object = {}): Outcome => ({ ok: false, problem, ...more });

describe("an answer by its status", () => {
  it.each([200, 202, 204])("%i is a success", (status) => {
    expect(readStatus({ status, body: "ok" })).toEqual({ ok: true });
  });

  it("is no success above 299, and shows the beginning of what was said, in one line", () => {
    expect(readStatus({ status: 400, body: "invalid\n  payload " })).toEqual(
      failed("it answered 400: invalid payload"),
    );
    expect(readStatus({ status: 503, body: "" })).toEqual(failed("it answered 503"));
    expect(readStatus({ status: 500, body: "x".repeat(1000) })).toEqual(failed(`it answered 500: ${"x".repeat(200)}…`));
  });

  it("says when to come back", () => {
    expect(readStatus({ status: 429, body: "", retryAfterMs: 7_000 })).toEqual(
      failed("it answered 429", { retryAfterMs: 7_000 }),
    );
  });

  it("says that a redirect is not followed, and why", () => {
    expect(readStatus({ status: 307, body: "", redirect: "http://169.254.169.254" })).toEqual(
      failed(
        "it answered 307, a redirect to http://169.254.169.254, which is not followed: it could lead into a private network",
      ),
    );
  });
});

describe.each([
  ["DingTalk", dingtalk, "errcode", "errmsg", 310000, 130101],
  ["WeCom", wecom, "errcode", "errmsg", 93000, 45009],
  ["Feishu", feishu, "code", "msg", 19021, 11232],
])("an answer of %s", (_name, { read }, code, text, refused, tooMany) => {
  const answer = (body: object) => read({ status: 200, body: JSON.stringify(body) });

  it("is a success with a 0 in it alone", () => {
    expect(answer({ [code]: 0, [text]: "ok" })).toEqual({ ok: true });
    const without = failed(`it answered 200 without the number \`${code}\` that says how it went`);
    expect(answer({})).toEqual(without);
    expect(answer({ [code]: "0" })).toEqual(without);
    expect(read({ status: 200, body: "<html>sign in</html>" })).toEqual(without);
    expect(read({ status: 200, body: "[]" })).toEqual(without);
  });

  it("is a failure with another number, though it is a 200", () => {
    expect(answer({ [code]: refused, [text]: "sign not match" })).toEqual(
      failed(`it answered 200 with ${code} ${refused}: sign not match`),
    );
    expect(answer({ [code]: refused })).toEqual(failed(`it answered 200 with ${code} ${refused}`));
  });

  it("asks for a minute of silence after too many", () => {
    expect(answer({ [code]: tooMany, [text]: "too fast" })).toEqual(
      failed(`it answered 200 with ${code} ${tooMany}: too fast`, { retryAfterMs: 60_000 }),
    );
  });
});

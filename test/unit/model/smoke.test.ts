import { describe, expect, it } from "vitest";
import { tryParse } from "../../../model/problems.ts";
import { releaseHash, releaseSchema } from "../../../model/release.ts";
import { parseCaptureSource, smokeListSchema } from "../../../model/smoke.ts";

function problemsOf(requests: unknown): readonly string[] {
  const result = tryParse(smokeListSchema, requests, { path: "smoke" });
  return "problems" in result ? result.problems : [];
}

const LOGIN = { path: "/login", method: "POST", json: { user: "smoke" }, capture: { token: "$.token" } };

describe("smoke requests", () => {
  it("take everything a login and an admin page need", () => {
    const requests = [
      { path: "/admin", status: 401 },
      LOGIN,
      {
        path: "/admin",
        headers: { Authorization: "Bearer {{token}}" },
        expectJson: { "$.user": "smoke", "$.id": { exists: true } },
      },
      {
        path: "/logout",
        method: "POST",
        form: { token: "{{token}}" },
        status: 303,
        expectHeaders: { Location: "/login" },
      },
    ];
    expect(problemsOf(requests)).toEqual([]);
  });

  it.each<[string, unknown[], string]>([
    ["two bodies", [{ ...LOGIN, form: { a: "b" } }], "smoke.0.form: is one body too many beside `json`"],
    ["a body without a method", [{ path: "/", body: "a" }], "smoke.0.body: cannot be sent with GET"],
    [
      "text to find in no body",
      [{ path: "/", method: "HEAD", contains: "a" }],
      "smoke.0.method: has an answer without a body",
    ],
    [
      "a path that names many",
      [{ path: "/", expectJson: { "$..id": 1 } }],
      "smoke.0.expectJson.$..id: its name must be the path of one value",
    ],
    [
      "a whole object",
      [{ path: "/", expectJson: { $: { a: 1 } } }],
      "smoke.0.expectJson.$: must be a single value or whether it is there",
    ],
    ["no place", [{ path: "/", capture: { a: "token" } }], "smoke.0.capture.a: must be a place in the answer"],
    ["a header of two lines", [{ path: "/", headers: { A: "a\nb" } }], "smoke.0.headers.A: must be one line"],
    [
      "a value too early",
      [{ path: "/", headers: { A: "{{token}}" } }, LOGIN],
      "smoke.0.headers: wants `{{token}}`, which no request before it captures before",
    ],
    [
      "a value of another time",
      [{ ...LOGIN, when: "before" }, { path: "/{{token}}" }],
      "smoke.1.path: wants `{{token}}`, which no request before it captures after the switch",
    ],
    [
      "a secret in a path",
      [{ path: "/?key={{secret:KEY}}" }],
      "smoke.0.path: cannot hold a secret, because paths are logged",
    ],
  ])("may not have %s", (_what, requests, problem) => {
    expect(problemsOf(requests)).toEqual([expect.stringContaining(problem)]);
  });

  it("leave braces in paths alone where nothing is captured, as releases may have them sealed", () => {
    expect(problemsOf([{ path: "/{{name}}" }])).toEqual([]);
  });

  it("leave the hash of a release as it was that says nothing new", () => {
    const release = releaseSchema.parse({
      ...{ version: "1.0.0", image: "127.0.0.1:5000/shop:1.0.0" },
      smoke: [{ path: "/", contains: "shop" }],
    });
    expect(releaseHash(release, null)).toBe("f56dd783cd36b02a");
  });
});

it.each([
  ["$.token", { from: "json", path: "$.token" }],
  ["header:X-Token", { from: "header", name: "X-Token" }],
  ["cookie:SESSION", { from: "cookie", name: "SESSION" }],
  ["cookie:", undefined],
  ["body", undefined],
])("reads the place %s", (text, source) => {
  expect(parseCaptureSource(text)).toEqual(source);
});

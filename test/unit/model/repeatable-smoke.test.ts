import { expect, it } from "vitest";
import { repeatable } from "../../../model/repeatable-smoke.ts";
import { smokeListSchema } from "../../../model/smoke.ts";

const pathsOf = (requests: object[]) => repeatable(smokeListSchema.parse(requests)).map(({ path }) => path);

it("sends again what changes nothing, in its order", () => {
  expect(
    pathsOf([
      { path: "/a" },
      { path: "/b", method: "POST" },
      { path: "/c", method: "HEAD" },
      { path: "/d", method: "DELETE" },
    ]),
  ).toEqual(["/a", "/c"]);
});

it("leaves out what is for the time after the switch alone", () => {
  expect(
    pathsOf([
      { path: "/a", when: "after" },
      { path: "/b", when: "before" },
      { path: "/c", when: "both" },
    ]),
  ).toEqual(["/b", "/c"]);
});

it("leaves out what needs a secret, and what needs a value that is captured by what is left out", () => {
  expect(
    pathsOf([
      {
        path: "/login",
        headers: { Authorization: "Bearer {{secret:TOKEN}}" },
        capture: { session: "$.id", user: "$.user" },
      },
      { path: "/me", headers: { Cookie: "s={{session}}" }, capture: { name: "$.name" } },
      { path: "/hello", headers: { "X-Name": "{{name}}" } },
      { path: "/token", capture: { user: "$.user" } },
      { path: "/users/{{user}}" },
    ]),
  ).toEqual(["/token", "/users/{{user}}"]);
});

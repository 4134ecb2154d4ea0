import { describe, expect, it, test } from "vitest";
import { checksSchema } from "../../../model/checks.ts";
import { tryParse } from "../../../model/problems.ts";
import { releaseHash, releaseSchema } from "../../../model/release.ts";

const problemsOf = (...dependencies: object[]) => {
  const result = tryParse(checksSchema, { dependencies }, { path: "checks" });
  return "problems" in result ? result.problems : [];
};

describe("a dependency", () => {
  test.each([
    { tcp: "db:5432" },
    { tcp: "[fd00::7]:5432" },
    { tcp: "10.0.0.7:1", timeout: "1s", within: "0s", when: "both" },
    { http: "http://auth:8080/ready?a=b", expect: 204 },
    { command: ["pg_isready"], within: "1m" },
  ])("may be written like %j", (dependency) => {
    expect(problemsOf(dependency)).toEqual([]);
  });

  test.each([
    [{}, /dependencies\[?.?0\]?: must have one of `tcp`, `http` and `command`/],
    [{ tcp: "db:1", command: ["a"] }, /must have one of .*got "tcp and command"\. Write one entry for each question\./],
    [{ tcp: "db" }, /tcp: must be a host and a port, got "db"\. Write it like "db:5432"/],
    [{ tcp: "db:70000" }, /tcp: must be a host and a port/],
    [{ tcp: "db:1,exec=sh" }, /tcp: must be a host and a port/],
    [{ http: "http://u:p@auth/" }, /http: must be an http or https URL without a login/],
    [{ http: "file:///etc/passwd" }, /http: must be an http or https URL/],
    [{ tcp: "db:1", expect: 200 }, /expect: is for `http` only, got 200\. Remove it\./],
  ])("is refused like %j", (dependency, problem) => {
    expect(problemsOf(dependency).join("\n")).toMatch(problem);
  });
});

it("changes no hash of a release that was sealed before it was there", () => {
  const release = releaseSchema.parse({ version: "1", image: "r.example/a:1", checks: { logs: {} } });
  expect(releaseHash(release, null)).toBe("40aa69c529e6185d");
});

import { describe, expect, it } from "vitest";
import { tryParse } from "../../../model/problems.ts";
import { prometheusSchema, secretsOfPrometheus } from "../../../model/prometheus.ts";

const URL = "https://prometheus.example.com/eu";
const BASIC = { type: "basic", user: "tidegate", passwordSecretName: "PASSWORD" };

function problemsOf(input: object): readonly string[] {
  const result = tryParse(prometheusSchema, { url: URL, ...input }, { path: "prometheus" });
  return "problems" in result ? result.problems : [];
}

describe("the Prometheus of a stack", () => {
  it("needs an address, and no more", () => {
    expect(prometheusSchema.parse({ url: URL })).toEqual({ url: URL, every: "15s", timeout: "10s" });
    expect(problemsOf({ url: undefined })).toEqual(["prometheus.url: is missing. Add it (string)."]);
  });

  it.each([BASIC, { type: "bearer", tokenSecretName: "TOKEN" }])("takes a login of type $type", (login) => {
    expect(problemsOf({ login })).toEqual([]);
  });

  it.each([
    ["prometheus:9090", "must be an address of http or https. Write it like"],
    ["ftp://prometheus", "must be an address of http or https. Write it like"],
    ["https://agent:hunter2@prometheus", "must not have a login in it. Declare it as `login`."],
    ["https://prometheus/?token=hunter2", "must have no query and no fragment. Leave what follows off."],
  ])("does not take the address %s, and does not tell it", (url, problem) => {
    expect(problemsOf({ url })).toEqual([expect.stringMatching(/^prometheus\.url: /)]);
    expect(problemsOf({ url })[0]).toContain(problem);
    expect(problemsOf({ url })[0]).not.toContain("hunter2");
  });

  it.each([
    [{ ...BASIC, user: "a:b" }, "login.user: must be a user, got"],
    [
      { type: "bearer", tokenSecretName: "a token" },
      "login.tokenSecretName: must be the name of a secret. Put the value",
    ],
    [{ type: "digest" }, 'login.type: must be one of "basic", "bearer", got "digest".'],
  ])("does not take the login %j", (login, problem) => {
    expect(problemsOf({ login })[0]).toContain(`prometheus.${problem}`);
  });

  it("is not asked again before it must have answered", () => {
    expect(problemsOf({ every: "5s", timeout: "5s" })).toEqual([]);
    expect(problemsOf({ every: "5s" })).toEqual([
      'prometheus.timeout: must not be above `every`, got "10s". Lower it, or raise `every`.',
    ]);
  });

  it("needs the secret of its login, and none without one", () => {
    expect(secretsOfPrometheus(prometheusSchema.parse({ url: URL, login: BASIC }))).toEqual(["PASSWORD"]);
    const login = { type: "bearer", tokenSecretName: "TOKEN" };
    expect(secretsOfPrometheus(prometheusSchema.parse({ url: URL, login }))).toEqual(["TOKEN"]);
    expect(secretsOfPrometheus(prometheusSchema.parse({ url: URL }))).toEqual([]);
  });
});

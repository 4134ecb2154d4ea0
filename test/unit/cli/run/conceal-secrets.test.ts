import { describe, expect, it } from "vitest";
import { concealSecrets } from "../../../../cli/run/conceal-secrets.ts";
import type { EngineEvent, PropertyChange } from "../../../../engine/events.ts";

function stepWith(change: Omit<PropertyChange, "replaces">): EngineEvent {
  const changes = [{ ...change, replaces: false }];
  return { type: "step-started", step: { op: "update", urn: "u", type: "t", name: "n", changes } };
}

describe("concealSecrets", () => {
  it.each([
    ["under a secret's name", { path: "environment.DB_PASSWORD", old: "hunter1", new: "hunter2" }],
    ["under a quoted one", { path: 'environment["db.password"]', old: "hunter1", new: "hunter2" }],
    ["in a variable", { path: "envs[0]", old: "DB_PASSWORD=hunter1", new: "DB_PASSWORD=hunter2" }],
    ["in JSON", { path: "environment.PART", old: '{"apiToken":"hunter1"}', new: '{"apiToken":"hunter2"}' }],
    ["in a command", { path: "create", old: "serve --password hunter1", new: "serve --password hunter2" }],
  ])("masks what stands %s, before and after", (_where, change) => {
    expect(concealSecrets(stepWith(change))).toEqual(stepWith({ path: change.path, old: "[secret]", new: "[secret]" }));
  });

  it("keeps what stands beside a secret", () => {
    expect(concealSecrets(stepWith({ path: "envs", new: ["LOG_LEVEL=info", "API_TOKEN=hunter2"] }))).toEqual(
      stepWith({ path: "envs", new: ["LOG_LEVEL=info", "[secret]"] }),
    );
    expect(concealSecrets(stepWith({ path: "labels", new: [{ label: "apiToken", value: "hunter2" }] }))).toEqual(
      stepWith({ path: "labels", new: [{ label: "apiToken", value: "[secret]" }] }),
    );
    expect(concealSecrets(stepWith({ path: "environment", new: { A: { TOKEN: "hunter2", n: 1 } } }))).toEqual(
      stepWith({ path: "environment", new: { A: { TOKEN: "[secret]", n: 1 } } }),
    );
  });

  it.each([
    { path: "image", old: `sha256:${"4".repeat(64)}`, new: `sha256:${"5".repeat(64)}` },
    { path: "memory", old: 64, new: 128 },
    { path: "envs[0]", new: "LOG_LEVEL=info" },
    { path: "privileged", old: null, new: true },
  ])("shows everything else as it is: $path", (change) => {
    expect(concealSecrets(stepWith(change))).toEqual(stepWith(change));
  });

  it("leaves events without values alone", () => {
    const event: EngineEvent = { type: "phase", phase: "preview" };
    expect(concealSecrets(event)).toBe(event);
  });
});

import { describe, expect, it, test } from "vitest";
import { planService } from "../../../plan/plan-service.ts";
import { observed, record, release, seal, spec, steady } from "../edge/observed.ts";
import { BOTH, CANARY, underWay } from "./under-way.ts";

type Declared = Parameters<typeof spec>[0];
const plan = (more: Declared, host = underWay()) =>
  planService("shop", spec({ canary: CANARY, activeColor: "green", ...more }), host);

test("a release is announced with its steps", () => {
  expect(plan({}, observed()).traffic).toBe(
    "shop: traffic moves blue → green in steps (5%, 30%, 100%) after 2 replicas pass; 0 active containers touched",
  );
});

test("an `up` while it is under way changes nothing, and says how far it is", () => {
  expect(plan({})).toMatchObject({
    ...{ moves: false, isRelease: false, problems: [] },
    traffic:
      "shop: traffic goes on as it does: green has 5% of the clients, blue the others; 30% next, in 10m; 0 active containers touched",
  });
});

test("one that nobody carries on is said", () => {
  const host = underWay();
  const agent = { id: "a", state: "running", restarts: 0, version: "1", lastBeat: 1, silentMs: 90_000 };
  const watched = (more: object) => ({ ...host, hosts: host.hosts.map((one) => ({ ...one, ...more })) });
  const said = (what: string) => [`shop: a canary is under way and the agent ${what}, so that it stays where it is.`];
  expect(plan({}, watched({ agent })).notices).toEqual(said("has said nothing for 90s"));
  expect(plan({}, watched({ agent: { ...agent, state: "exited" } })).notices).toEqual(said("is exited"));
  expect(plan({}, watched({ agent: null })).notices).toEqual(said("is not there"));
  expect(plan({}, watched({ agent: { ...agent, silentMs: 900 } })).notices).toEqual([]);
});

test.each([
  ["blue", "."],
  ["green", ", or declare `canary.onNewVersion: abort` with the new version."],
] as const)("another version in %s is refused, because both serve", (color, remedy) => {
  expect(plan({ [color]: release("3") }).problems).toEqual([
    `services.shop.${color}.version: ${color} is active and cannot be replaced while it serves. A canary of shop is under way: ` +
      `end it first with \`tidegate canary abort shop\` or \`canary promote\`${remedy}`,
  ]);
});

describe("another version where it is to end the canary", () => {
  const ENDS = { ...CANARY, onNewVersion: "abort" as const };
  const generation = underWay().hosts[0]?.services["shop"]?.record?.generation ?? 0;

  it("sends all clients back first, and then comes in their steps", () => {
    const planned = plan({ canary: ENDS, green: release("3") });
    expect(planned).toMatchObject({
      ...{ problems: [], moves: true, isRelease: true, generation: generation + 2 },
      aborts: { generation, version: "2", to: "blue", back: "1" },
      traffic:
        "shop: the canary of version 2 is aborted, all clients go back to blue (version 1); then traffic moves blue → green in steps " +
        "(5%, 30%, 100%) after 2 replicas pass; 0 active containers touched",
    });
  });

  it("is the next switch alone where an earlier run has sent them back, and was killed then", () => {
    const { canary: _, ...back } = record({ active: "blue", sealed: BOTH, generation: generation + 1 });
    const killed = observed(steady({ record: back }));
    expect(plan({ canary: ENDS, green: release("3") }, killed)).toMatchObject({
      ...{ aborts: null, generation: generation + 2, problems: [] },
    });
  });

  it("tells every worker of the way back where a run was killed before it had", () => {
    const { canary: _, ...back } = record({ active: "blue", sealed: BOTH, generation: generation + 1 });
    const killed = observed(steady({ record: back, workers: ["green"] }));
    expect(plan({ canary: ENDS, green: release("3") }, killed)).toMatchObject({
      ...{ aborts: { generation, to: "blue" }, generation: generation + 2, problems: [] },
    });
    expect(plan({ green: release("3") }, killed).problems).toHaveLength(1);
  });

  it.each<[string, Declared]>([
    ["nothing else is declared", {}],
    ["the way back is declared", { activeColor: "blue" }],
  ])("ends none where %s", (_, more) => {
    expect(plan({ canary: ENDS, ...more })).toMatchObject({ aborts: null, problems: [] });
  });

  it("ends none in whose place nobody could serve meanwhile", () => {
    const refused = (more: Declared) => {
      const { aborts, problems } = plan({ canary: ENDS, ...more });
      return aborts === null && problems.length > 0;
    };
    expect(refused({ blue: release("3") })).toBe(true);
    expect(refused({ blue: release("3"), green: release("4") })).toBe(true);
    expect(refused({ blue: undefined, green: release("4") })).toBe(true);
  });

  it("lets a version that was rolled back come no sooner than before", () => {
    const hold = { version: "3", color: "green", hash: "h", reason: null, by: "jane", at: 0 } as const;
    expect(plan({ canary: ENDS, green: release("3") }, underWay({ hold })).problems).toHaveLength(1);
  });
});

test("the color that serves the others cannot be taken away", () => {
  expect(plan({ blue: undefined }).problems).toEqual([
    "services.shop.blue: blue is active and cannot be removed while it serves. Move the traffic to green first.",
  ]);
});

test("one that did not come to its end is announced with its steps again", () => {
  const sealed = { blue: seal(release("1")), green: seal(release("2")) };
  const back = record({ active: "blue", sealed });
  const host = (unproved: object) => observed(steady({ record: { ...back, ...unproved } }));
  const text = (found: ReturnType<typeof observed>) => plan({}, found).traffic;
  expect(text(host({ unproved: sealed.green.hash }))).toContain("blue → green in steps (5%, 30%, 100%) after");
  expect(text(host({ unproved: "another" }))).toContain("blue → green after");
});

test("declaring the other color again moves all traffic back", () => {
  expect(plan({ activeColor: "blue" })).toMatchObject({ moves: true, isRelease: false, problems: [] });
});

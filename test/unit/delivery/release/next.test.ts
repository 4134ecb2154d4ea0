import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  next,
  todo,
  type FollowEnd,
  type ReleaseEvent,
  type ReleaseState,
  type Traffic,
} from "../../../../delivery/release/next.ts";

/** What an `up` of this release comes to, each time it is run to its end; "sent back": after a good `up`, on its way to all clients. */
type Fate = "good" | "sent back" | "refused" | "rolled back" | "broken after the switch";

/** The world that a release changes, and what it has written down of itself. */
interface World {
  file: "before" | "after";
  traffic: "old" | "new";
  commits: number;
  state: ReleaseState;
  /** Outcomes written down, in order. */
  ended: string[];
}

const begin = (): World => ({ file: "before", traffic: "old", commits: 0, state: { step: "decided" }, ended: [] });

/** Writes down what an event leads to; returns whether that is another step. */
function note(world: World, event: ReleaseEvent, commit: boolean): boolean {
  const state = next(world.state, event, { commit });
  if (state.step === "ended" && world.state.step !== "ended") world.ended.push(state.outcome);
  const hasMoved = state.step !== world.state.step;
  world.state = state;
  return hasMoved;
}

/** Does what is to be done, until nothing is or it dies: `dies` counts effects and notes that are still made before that. */
function carryOut(world: World, fate: Fate, commit: boolean, dies = Infinity): void {
  let left = dies;
  const lives = () => (left -= 1) >= 0;
  for (;;) {
    const work = todo(world.state);
    if (work === null || !lives()) return;
    if (work === "declare") {
      world.file = "after";
      if (!lives()) return;
      note(world, { type: "declared" }, commit);
    } else if (work === "run") {
      note(world, { type: "begun" }, commit);
      if (!lives()) return;
      if (["good", "sent back", "broken after the switch"].includes(fate)) world.traffic = "new";
      if (!lives()) return;
      const traffic: Traffic = world.traffic === "new" ? "moved" : "unmoved";
      const failure =
        fate === "good" || fate === "sent back" ? null : fate === "rolled back" ? "rolled back" : "refused";
      if (!note(world, { type: "ran", failure, traffic }, commit)) return; // the user has to run it again
    } else if (work === "restore") {
      world.file = "before";
      if (!lives()) return;
      note(world, { type: "restored" }, commit);
    } else if (work === "follow") {
      if (fate === "sent back") world.traffic = "old"; // whether anybody looks or not
      note(world, { type: "followed", end: fate === "sent back" ? "went back" : "gone over" }, commit);
    } else {
      world.commits = 1; // looks whether it is there already
      if (!lives()) return;
      note(world, { type: "committed" }, commit);
    }
  }
}

const fates = fc.constantFrom<Fate>("good", "sent back", "refused", "rolled back");
const deaths = fc.array(fc.nat(8), { maxLength: 4 });

describe("a release", () => {
  it("that is killed at any point, however often, and taken up ends as without it", () => {
    fc.assert(
      fc.property(fates, fc.boolean(), deaths, (fate, commit, points) => {
        const whole = begin();
        carryOut(whole, fate, commit);
        const broken = begin();
        for (const dies of points) carryOut(broken, fate, commit, dies);
        carryOut(broken, fate, commit);
        expect(broken).toEqual(whole);
      }),
    );
  });

  it("has one terminal entry, whatever happens to it afterwards", () => {
    const events = fc.array(
      fc.oneof(
        fc.constantFrom(
          ...(["declared", "begun", "restored", "committed", "superseded"] as const).map((type) => ({ type })),
        ),
        fc.record({
          type: fc.constant("ran" as const),
          failure: fc.constantFrom("refused", "rolled back", "aborted", null),
          traffic: fc.constantFrom<Traffic>("moved", "unmoved", "unknown"),
        }),
        fc.record({
          type: fc.constant("followed" as const),
          end: fc.constantFrom<FollowEnd>("gone over", "went back", "left"),
        }),
        fc.record({ type: fc.constant("abort" as const), traffic: fc.constantFrom<Traffic>("moved", "unmoved") }),
      ),
    );
    fc.assert(
      fc.property(events, fc.boolean(), (all, commit) => {
        let state: ReleaseState = { step: "decided" };
        let terminal: ReleaseState | undefined;
        for (const event of all) {
          state = next(state, event, { commit });
          if (terminal !== undefined) expect(state).toEqual(terminal);
          if (state.step === "ended") terminal ??= state;
        }
      }),
    );
  });

  it.each<[Fate, World["file"], World["traffic"], string[]]>([
    ["good", "after", "new", ["verified"]],
    ["sent back", "before", "old", ["rolled back"]],
    ["refused", "before", "old", ["refused"]],
    ["rolled back", "before", "old", ["rolled back"]],
    ["broken after the switch", "after", "new", []],
  ])("that is %s leaves the file %s it and traffic on the %s one", (fate, file, traffic, ended) => {
    const world = begin();
    carryOut(world, fate, false);
    expect(world).toMatchObject({ file, traffic, ended });
  });

  it("goes on where nobody knows whether traffic has moved, once somebody does", () => {
    const running: ReleaseState = { step: "running" };
    const ran = { type: "ran", failure: "refused", traffic: "unknown" } as const;
    expect(next(running, ran, { commit: false })).toEqual(running);
    expect(todo(running)).toBe("run");
  });
});

describe("a release whose first clients have moved", () => {
  const released: ReleaseState = { step: "released" };
  const options = { commit: true };

  it("is committed before it is followed, and followed on whoever stopped", () => {
    const ran = next({ step: "running" }, { type: "ran", failure: null, traffic: "moved" }, options);
    expect(todo(ran)).toBe("commit");
    expect(next(ran, { type: "committed" }, options)).toEqual(released);
    expect(todo(released)).toBe("follow");
  });

  it("ends as released where nobody waits for the rest", () => {
    expect(next(released, { type: "followed", end: "left" }, options)).toEqual({ step: "ended", outcome: "released" });
  });
});

describe("an abort", () => {
  const traffics = fc.constantFrom<Traffic>("moved", "unmoved", "unknown");

  it("with nothing running changes nothing, however what ran before has ended", () => {
    fc.assert(
      fc.property(fates, fc.boolean(), deaths, traffics, (fate, commit, points, traffic) => {
        const world = begin();
        for (const dies of points) carryOut(world, fate, commit, dies);
        carryOut(world, fate, commit);
        const { state } = world;
        expect(todo(state)).toBeNull();
        expect(next(state, { type: "abort", traffic }, { commit })).toEqual(state);
      }),
    );
  });

  it("of a release that was killed at any point leads to its one end, at which file and traffic agree", () => {
    fc.assert(
      fc.property(fates, fc.boolean(), deaths, (fate, commit, points) => {
        const world = begin();
        for (const dies of points) carryOut(world, fate, commit, dies);
        note(world, { type: "abort", traffic: world.traffic === "new" ? "moved" : "unmoved" }, commit);
        carryOut(world, fate, commit);
        expect(world.ended).toHaveLength(1);
        expect(world.file).toBe(world.traffic === "new" ? "after" : "before");
      }),
    );
  });

  it.each<[ReleaseState, Traffic, ReleaseState]>([
    [{ step: "decided" }, "unmoved", { step: "restoring", outcome: "aborted" }],
    [{ step: "decided" }, "moved", { step: "ended", outcome: "too late" }],
    [{ step: "declared" }, "unmoved", { step: "restoring", outcome: "aborted" }],
    [{ step: "declared" }, "moved", { step: "ended", outcome: "too late" }],
    [{ step: "running" }, "unmoved", { step: "restoring", outcome: "aborted" }],
    [{ step: "running" }, "moved", { step: "ended", outcome: "too late" }],
    [{ step: "running" }, "unknown", { step: "running" }],
    [{ step: "restoring", outcome: "refused" }, "unmoved", { step: "restoring", outcome: "refused" }],
    [{ step: "committing" }, "moved", { step: "ended", outcome: "verified" }],
    [{ step: "released" }, "moved", { step: "ended", outcome: "too late" }],
    [{ step: "released" }, "unmoved", { step: "restoring", outcome: "rolled back" }],
    [{ step: "released" }, "unknown", { step: "released" }],
    [{ step: "ended", outcome: "verified" }, "moved", { step: "ended", outcome: "verified" }],
    [{ step: "ended", outcome: "refused" }, "unmoved", { step: "ended", outcome: "refused" }],
  ])("of %o with traffic %s leads to %o", (state, traffic, expected) => {
    expect(next(state, { type: "abort", traffic }, { commit: true })).toEqual(expected);
  });
});

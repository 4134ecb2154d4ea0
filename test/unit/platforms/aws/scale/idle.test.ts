import { describe, expect, it } from "vitest";
import { idleSchema } from "../../../../../model/aws/idle.ts";
import type { ObservedService } from "../../../../../model/observed.ts";
import type { ServiceInput } from "../../../../../model/service.ts";
import { planService } from "../../../../../plan/plan-service.ts";
import { idleChange } from "../../../../../platforms/aws/scale/idle-change.ts";
import { idleNotices } from "../../../../../platforms/aws/scale/idle-notices.ts";
import { canary } from "../../../plan/under-way.ts";
import { observed, record, release, seal, spec, steady } from "../../../edge/observed.ts";

const NOW = 1_700_000_000;
const HOUR = 3600;
const SERVED = record({ sealed: { blue: seal(release("1")), green: seal(release("2")) } });
const tasks = (green: number) => ({ blue: { tasks: 2, declared: 2 }, green: { tasks: green, declared: 2 } });

/** Blue serves, green 2 served before, until two hours ago; `change` is what is found, `declared` what is said. */
function situation(change: Partial<ObservedService> = {}, declared: Partial<ServiceInput> = {}, idle: object = {}) {
  const found = { record: SERVED, recordedAt: NOW - 2 * HOUR, wanted: tasks(2), ...change };
  const there = observed(steady(found));
  const service = spec(declared);
  const plan = planService("shop", service, there);
  return { name: "shop", spec: service, idle: idleSchema.parse(idle), plan, observed: there };
}

describe("the tasks of a color that serves no more", () => {
  it.each<[string, Parameters<typeof situation>, object | undefined]>([
    ["go once its time is over", [], { color: "green", from: 2, to: 0 }],
    ["go at that very second", [{ recordedAt: NOW - HOUR }], { color: "green", from: 2, to: 0 }],
    ["stay a second before", [{ recordedAt: NOW - HOUR + 1 }], undefined],
    ["stay where nobody knows since when it does not", [{ recordedAt: undefined }], undefined],
    ["go but for those that are kept", [{}, {}, { replicas: 1 }], { color: "green", from: 2, to: 1 }],
    ["go, too, where somebody has scaled it", [{ wanted: tasks(6) }], { color: "green", from: 6, to: 0 }],
    ["are gone for good", [{ wanted: tasks(0) }], undefined],
    ["stay while traffic moves", [{}, { activeColor: "green" }], undefined],
    ["stay while its traffic was not put back yet", [{ workers: ["green"] }], undefined],
    [
      "stay while both colors serve, in a canary",
      [{ record: { ...SERVED, active: "green", canary: canary() }, workers: ["green"] }, { activeColor: "green" }],
      undefined,
    ],
    ["are none where there is no such color", [{}, { green: undefined }], undefined],
    ["stay of a release that has not served yet", [{}, { green: release("3") }], undefined],
    ["come back for one", [{ wanted: tasks(0) }, { green: release("3") }], { color: "green", from: 0, to: 2 }],
    [
      "come back as many as are declared",
      [{ wanted: tasks(0) }, { green: release("3"), replicas: 4 }],
      { from: 0, to: 4 },
    ],
  ])("%s", (_what, told, change) => {
    const found = idleChange(situation(...told));
    if (change === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(change);
  });

  it.each<[string, Parameters<typeof situation>, string[]]>([
    [
      "before a switch",
      [{ wanted: tasks(0) }, { activeColor: "green" }],
      [
        "shop.blue: keeps its tasks for 1h. The first `up` after that leaves 0 of them; going back to it then takes minutes, because they have to start first.",
      ],
    ],
    [
      "when they go",
      [],
      [
        "shop.green: has not served for 1h, and its 2 tasks become 0; going back to it then takes minutes, because they have to start first.",
      ],
    ],
    [
      "while they are gone",
      [{ wanted: tasks(0) }],
      [
        "shop.green: has 0 tasks while it does not serve. Going back to it takes minutes, because others have to start first.",
      ],
    ],
    [
      "when they come back",
      [{ wanted: tasks(0) }, { green: release("3") }],
      ["shop.green: its 0 tasks become 2, because its release has not served yet."],
    ],
    ["never while all are there", [{ recordedAt: NOW }], []],
  ])("cost something, which is said %s", (_when, told, lines) => {
    expect(idleNotices(situation(...told))).toEqual(lines);
  });
});

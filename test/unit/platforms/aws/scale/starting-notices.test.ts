import { expect, it } from "vitest";
import { startingNotices } from "../../../../../platforms/aws/scale/starting-notices.ts";
import { observed, release, replicas, seal, steady } from "../../../edge/observed.ts";

const [first] = replicas("blue", seal(release("1")));
const wanted = { blue: { tasks: 2, declared: 2 }, green: { tasks: 2, declared: 2 } };
const notices = (change: Parameters<typeof steady>[0]) => startingNotices("shop", observed(steady(change)));

it("says of a color that serves with too few tasks that ECS starts the others", () => {
  expect(notices({ wanted, replicas: first === undefined ? [] : [first] })).toEqual([
    "shop.blue: serves with 1 of 2 tasks. ECS starts the others by itself; `tidegate status` says how far it is.",
  ]);
});

it("says nothing where all run, of a color that does not serve, or of one that is to have none", () => {
  const ofBlue = steady().replicas.filter(({ color }) => color === "blue");
  expect(notices({ wanted })).toEqual([]);
  expect(notices({ wanted, replicas: ofBlue })).toEqual([]);
  expect(notices({ wanted: {}, replicas: [] })).toEqual([]);
  expect(startingNotices("shop", observed(null))).toEqual([]);
});

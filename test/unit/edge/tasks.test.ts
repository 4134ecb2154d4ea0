import { expect, test } from "vitest";
import { isVerb, parseTask, renderTask, VERBS, type Task } from "../../../edge/tasks.ts";
import { GOLDEN_CASES } from "../../fixtures/proxy-config/cases.ts";

const PLACE = { host: "unix:///var/run/docker.sock", project: "acme", stack: "prod", environment: "1f2e3d4c5b6a7988" };
const TASKS: { [V in Parameters<typeof parseTask>[0]]: Task<V> } = {
  apply: { ...PLACE, service: "shop", config: "backend shop.blue\n", counter: 3, part: firstPart() },
  base: { ...PLACE, config: "global\n", counter: 1, base: { https: true } },
  remove: { ...PLACE, service: "shop" },
  cutover: { ...PLACE, service: "shop", color: "green", version: "2.0.0", release: "00112233aabbccdd", generation: 8 },
  "cutover-group": {
    ...{ ...PLACE, group: "checkout", since: 1_800_000_000 },
    members: { cart: { color: "green", version: "2.0.0", release: "00112233aabbccdd", generation: 8 } },
    gates: {
      cart: {
        ...{ service: "cart", color: "green", version: "2.0.0", generation: 8 },
        at: 1_800_000_000_000,
        results: [],
      },
    },
  },
  secrets: {
    ...PLACE,
    service: "shop",
    volume: "acme-prod-shop-blue-secrets-1",
    user: "10001:10001",
    labels: { a: "b" },
  },
  "remove-secrets": { ...PLACE, service: "shop", volume: "acme-prod-shop-blue-secrets-1" },
  limits: { ...PLACE, containers: ["a1", "b2"], pids: 200 },
};

test.each(VERBS)("a task of %s survives the way through the environment", (verb) => {
  const variables = renderTask(TASKS[verb]);
  expect(Object.keys(variables).every((name) => /^TIDEGATE_[A-Z]+$/.test(name))).toBe(true);
  expect(parseTask(verb, { ...variables, PATH: "/bin", TIDEGATE_RESULT_DIR: "/tmp" })).toEqual(TASKS[verb]);
});

test("names every variable that is wrong, at once", () => {
  const variables = { ...renderTask(TASKS.cutover), TIDEGATE_COLOR: "red", TIDEGATE_GENERATION: "soon" };
  expect(() => parseTask("cutover", variables)).toThrow(/cutover[\s\S]*color: [\s\S]*generation: /);
  expect(() => parseTask("apply", { ...renderTask(TASKS.apply), TIDEGATE_PART: "{" })).toThrow(/part: must be JSON/);
});

test("knows its verbs and no other", () => {
  expect(VERBS.every(isVerb)).toBe(true);
  expect(isVerb("toString")).toBe(false);
});

function firstPart(): Task<"apply">["part"] {
  const [first] = GOLDEN_CASES;
  if (first === undefined) throw new Error("no golden case");
  return first.part;
}

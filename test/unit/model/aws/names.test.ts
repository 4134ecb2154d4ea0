import { expect, it } from "vitest";
import {
  clusterName,
  ecsName,
  ecsPrefix,
  loadBalancerName,
  logGroupName,
  targetGroupName,
  targetGroupPrefix,
} from "../../../../model/aws/names.ts";

const ID = { project: "p", stack: "dev" };
const LONG_ID = { project: "a-project-with-a-long-name", stack: "production" };

it("names what a stack has after the stack", () => {
  expect(ecsName(ID, "shop", "blue")).toBe("p-dev-shop-blue");
  expect(targetGroupName(ID, "shop", "blue", 3000)).toBe("p-dev-shop-blue-3000");
  expect([clusterName(ID), loadBalancerName(ID)]).toEqual(["p-dev", "p-dev"]);
  expect(logGroupName(ID)).toBe("/tidegate/p-dev");
});

it("cuts a name that is too long, and tells what it cut apart by a hash", () => {
  const [blue, green] = (["blue", "green"] as const).map((color) => targetGroupName(LONG_ID, "shop", color, 3000));
  expect(blue).toMatch(/^a-project-with-a-long-n-[0-9a-f]{8}$/);
  expect(green).toMatch(/^a-project-with-a-long-n-[0-9a-f]{8}$/);
  expect(blue).not.toBe(green);
});

it("has nothing but letters, digits and hyphens in it", () => {
  const dotted = ecsName({ project: "my.app", stack: "dev" }, "shop", "blue");
  expect(dotted).toMatch(/^my-app-dev-shop-blue-[0-9a-f]{8}$/);
  expect(dotted).not.toBe(ecsName({ project: "my-app", stack: "dev" }, "shop", "blue"));
});

it.each([ID, LONG_ID, { project: "my.app", stack: "dev" }])(
  "begins as it says that all names of a stack begin",
  (id) => {
    for (const service of ["a", "a-service-with-a-long-name"]) {
      expect(ecsName(id, service, "green").startsWith(ecsPrefix(id))).toBe(true);
      expect(targetGroupName(id, service, "green", 3000).startsWith(targetGroupPrefix(id))).toBe(true);
    }
  },
);

import { expect, test } from "vitest";
import { releasesIn } from "../../../../edge/haproxy/remembered-releases.ts";
import { recordOf } from "../../../../model/observed-hosts.ts";
import { underWay } from "../../plan/under-way.ts";

test("finds every release in a file, whatever else the file says", () => {
  const blue = { release: { version: "1", image: "shop:1", environment: { IMAGE: "none" } }, hash: "h" };
  expect(
    releasesIn("shop", { service: "shop", sealed: { blue, green: null }, releases: [{ image: "shop:2" }], new: "key" }),
  ).toEqual([
    { service: "shop", version: "1", image: "shop:1" },
    { service: "shop", version: "", image: "shop:2" },
  ]);
});

test("finds the releases of both colors while clients go over from one to the other", () => {
  const found = releasesIn("shop", recordOf(underWay().hosts, "shop"));
  expect(found.map(({ image }) => image)).toEqual(["registry.test/shop:1", "registry.test/shop:2"]);
});

test.each([null, "shop:1", 7, {}, []])("finds none in %j", (value) => {
  expect(releasesIn("shop", value)).toEqual([]);
});

import { describe, expect, it } from "vitest";
import { resourceNames } from "../../../../policy/report/html/name-resources.ts";

const resources = (type: string, ...names: string[]) => names.map((name) => ({ type, name, urn: `${type}::${name}` }));

const containers = resources("docker:index/container:Container", "edge", "a-0", "a-1", "a-2", "a-10", "b-0");
const volumes = resources("docker:index/volume:Volume", "edge", "data");
const names = resourceNames([...containers, ...volumes]);

describe("resourceNames", () => {
  it.each([
    { some: containers, texts: ["all 6 of type Container"] },
    { some: containers.slice(0, 4), texts: ["Container: edge, a-0 to 2"] },
    { some: [...containers.slice(1, 3), ...containers.slice(4)], texts: ["Container: a-0 to 1, a-10, b-0"] },
    { some: [...containers.slice(0, 1), ...volumes], texts: ["Container: edge", "all 2 of type Volume"] },
    { some: resources("docker:index/container:Container", "a-1", "edge", "a-2"), texts: ["Container: a-1, edge, a-2"] },
    { some: resources("docker:index/container:Container", "a-007", "a-008"), texts: ["Container: a-007, a-008"] },
    { some: [], texts: [] },
  ])("says $texts", ({ some, texts }) => {
    expect(names(some)).toEqual(texts);
  });

  it("names the only one of its type", () => {
    const only = resources("docker:index/network:Network", "edge");
    expect(resourceNames(only)(only)).toEqual(["Network: edge"]);
  });

  it("gives the whole type where its last word would name two", () => {
    const service = resources("aws:ecs/service:Service", "shop");
    const other = resources("other:index:Service", "shop");
    expect(resourceNames([...service, ...other])(service)).toEqual(["aws:ecs/service:Service: shop"]);
  });
});

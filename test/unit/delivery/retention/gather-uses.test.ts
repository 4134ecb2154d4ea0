import { describe, expect, it } from "vitest";
import { gatherUses, type Known } from "../../../../delivery/retention/gather-uses.ts";
import { EDGE_IMAGE } from "../../../../model/edge-image.ts";

const release = (version: string, service = "shop") => ({ service, version, image: `r.example/${service}:${version}` });
const edge = (environment: string, releases: ReturnType<typeof release>[] | null, why: string | null = null) => ({
  ...{ owner: `p-${environment}`, environment, releases, why },
});
const gather = (change: Partial<Known>) =>
  gatherUses({ environment: "e1", edges: [], declared: [], recorded: [], unread: [], verified: new Map(), ...change });

describe("gatherUses", () => {
  it("mentions what every edge, file and state needs, and the edge's own image", () => {
    const declared = [{ ...release("2"), file: "Pulumi.prod.yaml", isOwn: true }];
    const { mentions } = gather({
      edges: [edge("e2", [release("1", "blog")])],
      declared,
      recorded: ["r.example/shop:9"],
    });
    expect(mentions).toEqual([
      { reference: "r.example/blog:1", why: "p-e2 has it as blog 1" },
      { reference: "r.example/shop:2", why: "Pulumi.prod.yaml declares it as shop 2" },
      { reference: "r.example/shop:9", why: "the stack's state names it" },
      { reference: EDGE_IMAGE, why: "it is the edge's" },
    ]);
  });

  it("takes for the stack's only services of its own edge and its own file", () => {
    const declared = [
      { ...release("2"), file: "Pulumi.prod.yaml", isOwn: true },
      { ...release("1", "other"), file: "Pulumi.dev.yaml", isOwn: false },
    ];
    const edges = [edge("e1", [release("1"), release("2")]), edge("e2", [release("1", "blog")])];
    expect(gather({ edges, declared }).services).toEqual([
      { service: "shop", references: ["r.example/shop:1", "r.example/shop:2"], verified: [] },
    ]);
    expect(gather({ edges, environment: null }).services).toEqual([]);
  });

  it("knows of each of them what has served well", () => {
    const verified = new Map([
      ["shop", ["r.example/shop:2", "r.example/shop:1"]],
      ["gone", ["r.example/gone:1"]],
    ]);
    expect(gather({ edges: [edge("e1", [release("3")])], verified }).services).toEqual([
      {
        ...{ service: "shop", references: ["r.example/shop:3"] },
        verified: ["r.example/shop:2", "r.example/shop:1"],
      },
    ]);
  });

  it("hands on what could not be read", () => {
    expect(gather({ edges: [edge("e2", null, "no edge")], unread: ["no file"] }).unread).toEqual([
      "no file",
      "no edge",
    ]);
  });
});

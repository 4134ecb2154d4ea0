import { describe, expect, it } from "vitest";
import { renderPlan, summaryOf } from "../../../../cli/prune/render-plan.ts";
import { connectHosts } from "../../../../docker/connect.ts";

const HOSTS = connectHosts([{ name: "default", address: "unix:///none.sock" }]);
const digest = `r.example/shop@sha256:${"a".repeat(64)}`;
const shown = (change: object) =>
  renderPlan(HOSTS, [{ containers: [], images: [], unread: [], ...change }], (_style, text) => text);

describe("what prune shows", () => {
  it("is a line for each thing, what goes first, and what that frees", () => {
    const images = [
      { id: "i1", names: ["r.example/shop:3", digest], bytes: 215_000_000, goes: false, why: "shop-blue-0 runs it" },
      { id: "i2", names: [digest], bytes: 1_215_000_000, goes: true, why: "nothing uses it" },
    ];
    const containers = [{ id: "c", name: "p-shop-blue-7", state: "exited", goes: true, why: "no state knows it" }];
    expect(shown({ images, containers })).toBe(
      `goes   p-shop-blue-7                         exited  no state knows it
goes   r.example/shop@sha256:aaaaaaaaaaaa   1215 MB  nothing uses it
stays  r.example/shop:3                      215 MB  shop-blue-0 runs it

1 container and 1 image to remove, up to 1215 MB (layers that other images share stay).
`,
    );
  });

  it("says why no image goes", () => {
    expect(shown({ unread: ["the edge of a-b is gone"] })).toBe(
      "! the edge of a-b is gone: no image goes until it can be.\nNothing goes.\n",
    );
  });

  it("is told at the end as it came out", () => {
    const removal = { kind: "image", id: "i", name: "a:1", bytes: 2_000_000, kept: null } as const;
    expect(
      summaryOf([removal, { ...removal, kind: "container", bytes: 0 }, { ...removal, bytes: 0, kept: "used" }]),
    ).toBe("1 container and 1 image removed, up to 2 MB freed. 1 came into use meanwhile and stays.");
  });
});

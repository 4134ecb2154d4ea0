import { expect, it, test } from "vitest";
import { removalOf, renderOrphans, type HostOrphans } from "../../../../cli/orphans/render-orphans.ts";
import type { Orphan } from "../../../../delivery/retention/find-orphans.ts";
import { LOCAL_HOST } from "../../../../docker/connect.ts";

const HERE = { name: "default", address: LOCAL_HOST };
const NETWORK: Orphan = {
  ...{ kind: "network", name: "shop-old", stack: "old", environment: "e0", state: null },
  ...{ holds: "nothing", why: "no state knows it", remedy: "docker" },
};
const shown = (change: Partial<HostOrphans>) =>
  renderOrphans([{ host: HERE, unread: [], orphans: [], foreign: [], ...change }], (_style, text) => text);

it("shows rubbish apart from data, each with its command, and what others have", () => {
  const orphans: Orphan[] = [
    { ...NETWORK, kind: "container", name: "shop-old-edge", state: "exited" },
    NETWORK,
    { ...NETWORK, kind: "volume", name: "shop-old-shop-data-files", holds: "data", why: "no container has it" },
  ];
  const foreign = [{ project: "blog", stack: "prod", count: 2 }];
  expect(shown({ orphans, foreign })).toBe(`No stack owns these:
container shop-old-edge (exited)  no state knows it
  docker rm -f shop-old-edge
network shop-old  no state knows it
  docker network rm shop-old

Data that nothing uses. Copy what you need before it goes:
volume shop-old-shop-data-files  no container has it
  docker volume rm shop-old-shop-data-files

blog-prod, of another project, has 2 here: ask there.
3 orphans, 1 of them data. Nothing was changed.
`);
});

it("says that there is nothing, and what could not be read", () => {
  expect(shown({ unread: ["the state of stg cannot be read: nothing of it is judged."] })).toBe(
    "! the state of stg cannot be read: nothing of it is judged.\nNo orphans.\n",
  );
});

test.each<[Partial<Orphan>, string, string]>([
  [{ kind: "image", remedy: "prune", stack: "prod" }, LOCAL_HOST, "tidegate prune -s prod"],
  [{ kind: "volume" }, "ssh://deploy@prod-1", "docker -H ssh://deploy@prod-1 volume rm shop-old"],
])("names the command for %j on %s", (change, address, command) => {
  expect(removalOf({ ...NETWORK, ...change }, { name: "a", address })).toBe(command);
});

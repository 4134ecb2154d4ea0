import { expect, it, vi } from "vitest";
import { followOn } from "../../../../cli/follow/follow-on.ts";
import { releasesUnderWay } from "../../../../cli/follow/followed.ts";
import { observed, record } from "../../edge/observed.ts";
import { BOTH, canary, underWay } from "../../plan/under-way.ts";

const began = underWay({ canary: canary(Date.now(), { step: 0, revision: 1, share: 500 }) });
const shop = began.hosts[0]?.services["shop"];
if (shop === undefined) throw new Error("the service is there");
const over = observed({ ...shop, record: record({ active: "green", sealed: BOTH }) }, {});

const follow = (keepWatch: (services: readonly string[], watch: { signal: AbortSignal }) => Promise<void>) =>
  followOn(
    {
      ref: { stack: "prod" },
      platform: {
        ...{ hasAgent: false, keepWatch },
        observe: () => Promise.resolve(began),
        observeWatched: () => Promise.resolve(over),
      },
    },
    ({ hosts }) => releasesUnderWay(hosts),
    { json: true },
  );

it("has releases watched until all are over where no agent does", async () => {
  const ended = Promise.withResolvers<void>();
  const keepWatch = vi.fn(async (_services: readonly string[], { signal }: { signal: AbortSignal }) => {
    signal.addEventListener("abort", () => ended.resolve());
    await ended.promise;
  });
  const ends = await follow(keepWatch);
  expect(ends.map(({ end }) => end)).toEqual(["gone over"]);
  expect(keepWatch).toHaveBeenCalledExactlyOnceWith(["shop"], expect.anything());
});

it("fails where the watch does for a reason of ours", async () => {
  await expect(follow(() => Promise.reject(new Error("a mistake of ours")))).rejects.toThrow("a mistake of ours");
});

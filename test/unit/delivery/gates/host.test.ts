import { describe, expect, it } from "vitest";
import { judgeHost } from "../../../../delivery/gates/host.ts";
import type { SeenHost } from "../../../../delivery/gates/probe-host.ts";
import { hostGateSchema } from "../../../../model/gates/host.ts";
import { request } from "./request.ts";

const MIB = 1024 ** 2;
const SOUND: SeenHost = {
  ...{ engine: "27.3.1", clockOffMs: 0, freeBytes: 4096 * MIB, troubles: [] },
  image: { bytes: 200 * MIB, isThere: true, others: 3 },
  memory: { availableBytes: 512 * MIB, ownBytes: 0 },
  servingImage: { image: "registry.test/shop:1", isThere: true },
};
const judge = (change: Partial<SeenHost> = {}, settings: object = {}) =>
  judgeHost(hostGateSchema.parse(settings), { ...SOUND, ...change }, request());

describe("the gate of the host", () => {
  it("lets a release onto one that carries it", () => {
    expect(judge()).toEqual({
      verdict: "pass",
      seen:
        "engine 27.3.1; clock within 5s; 4096 MiB free on the disk; 512 MiB of memory available; no other service in trouble; " +
        "the serving image is kept",
    });
  });

  it.each([
    ["20.10.24+dfsg1", "20.10", "pass"],
    ["20.9.0", "20.10", "fail"],
    ["20.10.23", "20.10.24", "fail"],
    ["28", "27.5.1", "pass"],
  ])("compares versions of engines number by number: %s with %s", (engine, wanted, verdict) => {
    expect(judge({ engine }, { engine: wanted }).verdict).toBe(verdict);
  });

  it.each([
    [5001, "its clock is 5.0s ahead of this machine's"],
    [-720_000, "its clock is 12min behind this machine's"],
    [-7_200_000, "its clock is 2.0h behind this machine's"],
  ])("is closed by a clock that is %i ms off", (clockOffMs, seen) => {
    expect(judge({ clockOffMs })).toMatchObject({ verdict: "fail", seen });
    expect(judge({ clockOffMs: 5000 }).verdict).toBe("pass");
  });

  it("wants room for the image, unpacked, and for the past ones that are not there yet", () => {
    const image = { bytes: 100 * MIB, isThere: false, others: 1 };
    expect(judge({ image, freeBytes: 1923 * MIB })).toMatchObject({
      verdict: "fail",
      seen: "1923 MiB free on the disk, where 1924 MiB are needed: 1GiB and 3 images of 300 MiB",
    });
    expect(judge({ image, freeBytes: 1924 * MIB }).verdict).toBe("pass");
    expect(judge({ image, freeBytes: 1324 * MIB }, { keep: 1 }).verdict).toBe("pass");
  });

  it("wants memory for the whole pool, of which its own containers give back theirs", () => {
    const short = { availableBytes: 500 * MIB, ownBytes: 11 * MIB };
    expect(judge({ memory: short })).toMatchObject({
      verdict: "fail",
      seen: "511 MiB of memory available, where 2 replicas of 256MiB may need 512 MiB",
    });
    expect(judge({ memory: { ...short, ownBytes: 12 * MIB } }).verdict).toBe("pass");
  });

  it("is closed by another service in trouble, and by a serving image that is gone", () => {
    const troubles = ["api, which serves from blue, has p-prod-api-blue-0 in state restarting"];
    const servingImage = { image: "registry.test/shop:1", isThere: false };
    expect(judge({ troubles, servingImage })).toEqual({
      verdict: "fail",
      seen: `${troubles[0]}; registry.test/shop:1, which serves now, is not on the host any more`,
      remedy:
        "Mend that first: `tidegate status` says more. Get it back, or there is no way back to it: " +
        "`docker pull registry.test/shop:1` on the host.",
    });
    expect(judge({ servingImage: null }).verdict).toBe("pass");
  });

  it("is closed by what nobody knows", () => {
    expect(judge({ freeBytes: null, memory: null, image: null })).toMatchObject({
      verdict: "inconclusive",
      seen: "not known: free room on the disk; not known: how much memory is available",
    });
    expect(judge({ image: null })).toMatchObject({
      verdict: "inconclusive",
      seen: "not known: how large the image is",
    });
  });
});

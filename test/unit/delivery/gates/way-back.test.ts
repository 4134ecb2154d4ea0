import { describe, expect, it } from "vitest";
import type { SeenWayBack } from "../../../../delivery/gates/place.ts";
import { judgeWayBack } from "../../../../delivery/gates/way-back.ts";
import { wayBackSchema } from "../../../../model/gates/way-back.ts";
import { releaseHash, releaseSchema } from "../../../../model/release.ts";
import { request } from "./request.ts";

const TARGET = { version: "1", image: "registry.test/shop:1", isImageThere: true, replicas: 2, running: 2 };
const plain = releaseSchema.parse({ version: "2", image: "registry.test/shop:2" });

function judge(target: SeenWayBack["target"], settings: object = {}, release = plain) {
  return judgeWayBack(wayBackSchema.parse(settings), { hasServed: true, target }, request({ release }));
}

describe("the gate of the way back", () => {
  it("passes where what served before is whole", () => {
    expect(judge(TARGET)).toEqual({ verdict: "pass", seen: "back to 1 on blue" });
  });

  it("passes a first release, from which nothing leads back", () => {
    const seen = { hasServed: false, target: null };
    expect(judgeWayBack({ allowContract: false }, seen, request())).toEqual({
      verdict: "pass",
      seen: "nothing has served yet",
    });
  });

  it.each<[SeenWayBack["target"], string]>([
    [null, "blue has nothing that has served"],
    [{ ...TARGET, isImageThere: false }, "registry.test/shop:1, which 1 on blue runs, is not on the host any more"],
    [{ ...TARGET, running: 1 }, "1 of 2 replicas of 1 on blue run"],
    [{ ...TARGET, replicas: 0, running: 0 }, "no replicas of 1 on blue run"],
    [
      { ...TARGET, isImageThere: false, running: 0 },
      "registry.test/shop:1, which 1 on blue runs, is not on the host any more; 0 of 2 replicas of 1 on blue run",
    ],
  ])("is closed where it leads to %j", (target, seen) => {
    expect(judge(target)).toMatchObject({ verdict: "fail", seen });
  });

  it("lets through what only adds, and what cuts it off where that is allowed", () => {
    const phase = (phase: "expand" | "contract") => releaseSchema.parse({ ...plain, phase });
    expect(judge(TARGET, {}, phase("expand")).seen).toBe("back to 1 on blue; it only adds (phase: expand)");
    expect(judge(TARGET, {}, phase("contract"))).toEqual({
      verdict: "fail",
      seen: "it cuts the way back off (phase: contract)",
      remedy: "Where that is meant, say `allowContract: true` at this gate, and take it back after the release.",
    });
    expect(judge(TARGET, { allowContract: true }, phase("contract"))).toEqual({
      verdict: "pass",
      seen: "back to 1 on blue; no way back once it has served (phase: contract), which is allowed",
    });
  });
});

describe("the phase of a release", () => {
  it("is part of what is sealed, and changes nothing where none is said", () => {
    expect(releaseHash(plain, null)).toBe("ddc70b026fdb6934");
    expect(releaseHash({ ...plain, phase: "contract" }, null)).not.toBe(releaseHash(plain, null));
  });
});

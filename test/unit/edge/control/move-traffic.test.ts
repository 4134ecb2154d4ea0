import Docker from "dockerode";
import { describe, expect, it } from "vitest";
import { moveTraffic } from "../../../../edge/control/move-traffic.ts";
import type { LedgerState } from "../../../../model/ledger-state.ts";
import { readChange } from "../../../../model/change.ts";
import { partSchema } from "../../../../model/record.ts";
import { ID, record, release, seal } from "../observed.ts";

const GATE = new Error("the gate is asked");
const NO_ENGINE = new Docker({ socketPath: "/there/is/none.sock" });
const WELL: LedgerState = { head: null, broken: null, hasRoom: true };
const blue = seal(release("1"));
const green = seal(release("2"));
const part = partSchema.parse({
  ...{ service: "shop", route: { host: "*", path: "/" }, drain: "3s", replicas: 1, maxReplicas: 1 },
  ...{ gate: { passes: 3, interval: "1s", within: "20s", restarts: 3 }, releases: { blue, green } },
});

function endAtTheGate(wait: Promise<unknown>): Promise<never> {
  wait.catch(() => undefined); // nobody answers it
  return Promise.reject(GATE);
}

/** Has green serve after blue; ends where the gate would be asked, with GATE. */
async function cutOver(ledger: LedgerState | null, { hasServed = false, isRollback = false } = {}): Promise<unknown> {
  const unused = () => Promise.reject(new Error("nobody asks the host before that"));
  const session = {
    ...{ readEdge: unused, readRouting: unused, readSlots: unused, doubt: unused, send: unused, knock: unused },
    ...{
      switchTraffic: unused,
      shift: unused,
      look: unused,
      isOpen: unused,
      note: unused,
      clearHold: unused,
      review: unused,
      close() {},
    },
  };
  const sealed = { blue, green: hasServed ? green : null };
  const view = { record: record({ sealed }), part, workers: [], ledger };
  const task = {
    ...{ host: "unix:///var/run/docker.sock", ...ID, environment: "e1", service: "shop" },
    color: "green" as const,
    ...{ version: "2", release: green.hash, generation: 8 },
  };
  return await moveTraffic({
    ...{ edge: { docker: NO_ENGINE, id: ID, container: "c", environment: "e1" }, isRollback },
    members: [{ session, view, task }],
    mandate: { assertStands() {}, isStopRequested: () => false, during: endAtTheGate, atomically: unused },
    change: readChange({}, "jane@laptop"),
  }).catch((error: unknown) => error);
}

describe("a release", () => {
  it("begins where it can be written down", async () => {
    expect(await cutOver(WELL)).toBe(GATE);
  });

  it("does not begin where the edge is too old to write anything down", async () => {
    expect(await cutOver(null)).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^edge: p-dev-edge runs an image that is older than this version/) as string,
    });
  });

  it("does not begin where the ledger is broken or the disk is full", async () => {
    const broken = { entry: 4, text: "entry 4 is no JSON" };
    const refused = { exitCode: 2, message: expect.stringContaining("cannot be released") as string };
    expect(await cutOver({ ...WELL, broken })).toMatchObject(refused);
    expect(await cutOver({ ...WELL, hasRoom: false })).toMatchObject(refused);
  });
});

describe("the way back", () => {
  const unfit: LedgerState = { ...WELL, broken: { entry: 4, text: "entry 4 is no JSON" }, hasRoom: false };

  it.each([
    ["an up to what has served", { hasServed: true }],
    ["a rollback", { hasServed: true, isRollback: true }],
  ])("needs no ledger, nor a new edge: %s", async (_, way) => {
    expect(await cutOver(unfit, way)).toBe(GATE);
    expect(await cutOver(null, way)).toBe(GATE);
  });
});

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { acceptOnHost } from "../../../delivery/ledger/accept-on-host.ts";
import { clearHold } from "../../../delivery/clear-hold.ts";
import { rollBack } from "../../../delivery/roll-back.ts";
import { LOCAL_HOST } from "../../../docker/connect.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { readChange } from "../../../model/change.ts";
import { otherColor, type Color } from "../../../model/color.ts";
import type { Entry } from "../../../model/ledger.ts";
import { Stage } from "./stage.ts";

const FIRST = "/var/lib/tidegate-ledger/000001.jsonl";
const LAST = "/var/lib/tidegate-ledger/000002.jsonl";
const HOST = { name: "default", address: LOCAL_HOST };
const SESSION = "/usr/local/lib/tidegate/edge session";

// One edge lives through all of this: whatever a test leaves behind is there for the next one too.
const stage = new Stage();
let active: Color = "blue";
let generation = 1_000;
beforeAll(async () => {
  await stage.start();
  await stage.startBoth({ smoke: [{ path: "/", contains: "shop" }] });
  await stage.apply();
  expect(await stage.cutOver("blue", generation)).toMatchObject({ exitCode: 0, stderr: "" });
});
afterAll(() => stage.remove());

let known = 0;
beforeEach(async () => {
  known = (await stage.entries()).length;
});

/** What was written since the test began. */
async function written(): Promise<Entry[]> {
  return (await stage.entries()).slice(known);
}

const summary = (entries: Entry[]) =>
  entries.map((entry) => `${entry.kind}${"generation" in entry ? ` ${entry.generation}` : ""}`);

/** Has the other color serve; counts the switch where it was made. */
async function move(env: NodeJS.ProcessEnv = {}) {
  const ended = await stage.cutOver(otherColor(active), generation + 1, env);
  if (ended.exitCode === 0) [active, generation] = [otherColor(active), generation + 1];
  return ended;
}

test("says who moved what to where, and why, before it is moved, and how that ended", async () => {
  expect(await move({ TIDEGATE_REASON: "it is ready", TIDEGATE_ACTOR: "jane" })).toMatchObject({ exitCode: 0 });
  const entries = await written();
  const change = { actor: { name: "jane" }, reason: "it is ready" };
  const sides = { from: { color: "blue", version: "1.0.0" }, to: { color: "green", version: "2.0.0" } };
  expect(entries).toMatchObject([
    { kind: "switch", service: "shop", purpose: "release", generation: 1_001, ...sides, change, gates: null },
    { kind: "verified", service: "shop", generation: 1_001, version: "2.0.0" },
  ]);
  expect(stage.verdict("cutover").ledger).toMatchObject({ number: entries[1]?.number, waits: false });

  known += 2;
  expect(await stage.cutOver(active, generation)).toMatchObject({ exitCode: 0 });
  expect(await written()).toEqual([]);
  expect(stage.verdict("cutover").ledger).toBeUndefined();
  expect(await move()).toMatchObject({ exitCode: 0 });
  expect(await written()).toMatchObject([{ kind: "switch", purpose: "return" }, { kind: "verified" }]);
}, 60_000);

test("says of a release that got no traffic where it ended", async () => {
  const part = stage.part;
  stage.release(otherColor(active), "v2", { smoke: [{ path: "/", contains: "a word that is not there" }] });
  await stage.removeReplica(otherColor(active));
  await stage.startReplica(otherColor(active));
  await stage.apply();
  const { exitCode, stderr } = await move();
  expect(exitCode).toBe(3);
  expect(await written()).toMatchObject([{ kind: "refused", stage: "smoke", problem: stderr.trimEnd(), gates: null }]);
  stage.part = part;
  await stage.removeReplica(otherColor(active));
  await stage.startReplica(otherColor(active));
  await stage.apply();
}, 60_000);

test.each([
  ["switch:before-entry", [`switch`, `verified`]],
  ["switch:after-entry", [`switch`, `undone`, `switch`, `verified`]],
  ["switch:before-record", [`switch`, `undone`, `switch`, `verified`]],
  ["switch:after-record", [`switch`, `verified`]],
  ["switch:after-map", [`switch`, `verified`]],
  ["switch:after-workers", [`switch`, `verified`]],
  ["cutover:before-verify", [`switch`, `verified`]],
  ["cutover:after-verify", [`switch`, `verified`]],
])("killed at %s, the next run ends every switch once", async (point, kinds) => {
  expect(await move({ TIDEGATE_FAIL_POINT: point })).toMatchObject({ signal: "SIGKILL", stderr: "" });
  const isMade = !["switch:before-entry", "switch:after-entry", "switch:before-record"].includes(point);
  if (isMade) [active, generation] = [otherColor(active), generation + 1];
  const target = isMade ? active : otherColor(active);
  const number = isMade ? generation : generation + 1;
  expect(await stage.cutOver(target, number)).toMatchObject({ exitCode: 0, stderr: "" });
  [active, generation] = [target, number];
  expect(summary(await written())).toEqual(kinds.map((kind) => `${kind} ${generation}`));
});

test("of two runs that switch at once one does, and the ledger has that switch once", async () => {
  const target = otherColor(active);
  const both = await Promise.all([stage.cutOver(target, generation + 1), stage.cutOver(target, generation + 1)]);
  // The one that comes too late finds the traffic there, or that somebody else was faster.
  const [first, second] = both.map(({ exitCode }) => exitCode).toSorted();
  expect(first).toBe(0);
  expect([0, 6]).toContain(second);
  [active, generation] = [target, generation + 1];
  expect(summary(await written())).toEqual([`switch ${generation}`, `verified ${generation}`]);
});

test("a rollback holds what it went back from, until a person lets it serve again", async () => {
  const change = readChange({ TIDEGATE_REASON: "errors" }, "jane@laptop");
  const at = { id: stage.id, host: HOST, service: "shop" };
  await rollBack({ ...at, wanted: undefined, alone: false, change });
  [active, generation] = [otherColor(active), generation + 1];
  const record = async () => (await observeHost(stage.docker, stage.id)).services["shop"]?.record;
  const held = { color: otherColor(active), reason: "errors", by: "jane@laptop" };
  expect(await record()).toMatchObject({ active, generation, hold: held });

  expect(await clearHold({ ...at, change })).toMatchObject({ hold: held, head: { waits: false } });
  expect((await record())?.hold).toBeUndefined();
  expect(await clearHold({ ...at, change })).toBeNull();
  expect(await written()).toMatchObject([
    { kind: "switch", purpose: "rollback", change: { reason: "errors" } },
    { kind: "verified" },
    { kind: "hold-cleared", version: active === "blue" ? "2.0.0" : "1.0.0" },
  ]);
});

test("repairs a line that was torn, and says what stood there", async () => {
  await stage.inEdge(`printf '{"number":99,"torn' >>${FIRST}`);
  expect(await move()).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await written()).toMatchObject([
    { kind: "repaired", torn: '{"number":99,"torn' },
    { kind: "switch" },
    { kind: "verified" },
  ]);
});

test("goes on in the next file when one is full", async () => {
  const to = { color: "blue", version: "1", image: "i", hash: "h" };
  const change = readChange({}, "jane@laptop");
  const refused = {
    kind: "refused",
    service: "other",
    generation: 1,
    to,
    stage: "smoke",
    problem: "x",
    change,
    gates: null,
  };
  const note = `note ${JSON.stringify(refused)}`.replace('"x"', `"${"x".repeat(60_000)}"`);
  await stage.inEdge(`for i in $(seq 18); do echo '${note}'; done | ${SESSION} other >/dev/null`);
  expect(await stage.inEdge("cd /var/lib/tidegate-ledger; ls *.jsonl")).toBe("000001.jsonl\n000002.jsonl\n");
  expect(await move()).toMatchObject({ exitCode: 0, stderr: "" });
}, 60_000);

test("refuses a release while a byte is not as it was written, and lets everything else through", async () => {
  await stage.inEdge(`sed -i '1s/"kind"/"kinD"/' ${LAST}`);
  stage.release(otherColor(active), "v1", { environment: { NEW: "one" } });
  await stage.removeReplica(otherColor(active));
  await stage.startReplica(otherColor(active));
  await stage.apply();
  const { exitCode, stderr } = await move();
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
  expect(stderr).toMatch(/^services\.shop: cannot be released, because the ledger is not what was written: entry \d+ /);
  expect(stderr).toContain("tidegate ledger accept");
  const change = readChange({ TIDEGATE_REASON: "it was the test" }, "jane@laptop");
  const accepted = await acceptOnHost(HOST, stage.id, change);
  expect(accepted?.broken.text).toMatch(/^entry \d+ was not written after this entry \d+: one of the two was changed$/);
  expect(await acceptOnHost(HOST, stage.id, change)).toBeNull();
  expect(await move()).toMatchObject({ exitCode: 0, stderr: "" });
  await stage.inEdge(`sed -i '$s/"verified"/"verifieD"/' ${LAST}`);
  expect(await move()).toMatchObject({ exitCode: 0, stderr: "" }); // has served there: a return
}, 60_000);

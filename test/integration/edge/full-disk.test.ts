import { afterAll, beforeAll, expect, test } from "vitest";
import { observeHost } from "../../../edge/observe-host.ts";
import { readChange } from "../../../model/change.ts";
import { edgeVolumeName, ledgerVolumeName } from "../../../model/names.ts";
import { Stage } from "./stage.ts";

const FOLDERS = ["/var/lib/tidegate", "/var/lib/tidegate-ledger"];
const WAITING = "/run/tidegate/ledger.waiting";

// Both volumes of this edge are small, and memory: what fills them fills nothing else.
const stage = new Stage();
beforeAll(async () => {
  for (const Name of [edgeVolumeName(stage.id), ledgerVolumeName(stage.id)]) {
    const options = "size=4m,uid=10010,gid=10010,mode=0700";
    await stage.docker.createVolume({ Name, DriverOpts: { type: "tmpfs", device: "tmpfs", o: options } });
  }
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  await stage.apply({}, { ...stage.part, service: "other", route: { host: "other.example.com", path: "/" } });
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0, stderr: "" });
  for (const folder of FOLDERS) await stage.inEdge(`cat /dev/zero >${folder}/filler 2>/dev/null || true`);
});
afterAll(() => stage.remove());

test("a release that could not be written down does not begin, and a preview knows", async () => {
  const { exitCode, stderr } = await stage.control("cutover", { ...stage.cutoverTask("blue", 1), service: "other" });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^services\.other: cannot be released, because the edge's disk has less than 1 MiB left/);
  expect((await observeHost(stage.docker, stage.id)).edge?.ledger).toMatchObject({ hasRoom: false, broken: null });
});

test("traffic goes back nevertheless, and the ledger says so in the room that was kept", async () => {
  expect(await stage.cutOver("blue", 1_002)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.cutOver("green", 1_003)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "2.0.0" });
  expect((await stage.entries()).slice(-2)).toMatchObject([
    { kind: "switch", generation: 1_003 },
    { kind: "verified", generation: 1_003 },
  ]);
});

test("where not even that room is left, entries wait and are written in their turn", async () => {
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
  await stage.inEdge(
    `for i in $(seq 6); do echo '${note}'; done | /usr/local/lib/tidegate/edge session other >/dev/null`,
  );
  expect(await stage.inEdge(`wc -l <${WAITING}`)).not.toBe("0\n");
  const before = await stage.entries();

  expect(await stage.cutOver("blue", 1_004)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "1.0.0" });
  expect(await stage.entries()).toEqual(before);
  expect(stage.verdict("cutover").ledger).toMatchObject({ waits: true });

  for (const folder of FOLDERS) await stage.inEdge(`rm ${folder}/filler`);
  expect(await stage.cutOver("green", 1_005)).toMatchObject({ exitCode: 0, stderr: "" });
  const after = (await stage.entries()).slice(before.length).filter(({ kind }) => kind !== "refused");
  expect(after).toMatchObject([
    { kind: "switch", generation: 1_004 },
    { kind: "verified", generation: 1_004 },
    { kind: "switch", generation: 1_005 },
    { kind: "verified", generation: 1_005 },
  ]);
  expect(await stage.inEdge(`ls ${WAITING} 2>&1 || true`)).toContain("No such file");
});

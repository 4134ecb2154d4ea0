import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { REPOSITORY } from "../../../support/repository.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegate-states-"));
afterAll(() => rmSync(folder, { recursive: true }));

const pool = (name: string, path: string, servers: string[]) =>
  [
    `backend ${name} from pool`,
    `  http-check send meth GET uri '${path}'`,
    "  default-server inter 1s",
    ...servers,
  ].join("\n");
const slot = (index: number, place: string) => `  server slot${index} ${place}`;

test("a slot keeps its state where place and check stay, and in a pool that serves where the place does", () => {
  const loaded = [
    pool("shop.blue", "/a", [slot(0, "b0:1"), slot(1, "b1:1")]),
    "frontend x\n  option y",
    pool("shop.green", "/a", [slot(0, "g0:1"), slot(1, "g1:1")]),
    pool("blog.blue", "/a", [slot(0, "x0:1")]),
    pool("shop.blue-open", "", [slot(0, "b0:1"), slot(1, "b1:1"), slot(2, "b2:1")]),
  ];
  const next = [
    pool("shop.blue", "/b", [slot(0, "b0:1"), slot(1, "b1:2")]),
    pool("shop.green", "/a", [slot(0, "g0:1"), slot(1, "g1:2"), slot(2, "g2:1")]).replace("1s", "5s"),
    pool("blog.blue", "/b", [slot(0, "x0:1")]),
    pool("shop.blue-open", "", [slot(0, "b0:1"), slot(1, "b1:1"), slot(2, "b2:1")]),
  ];
  const states = ["1", "# be_id be_name srv_id srv_name", ...STATES, ...OPEN_STATES];
  const file = (name: string, lines: string[]) => {
    writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
    return join(folder, name);
  };
  const kept = execFileSync("awk", [
    ...["-v", "active=shop.blue blog.green", "-f", join(REPOSITORY, "images/edge/kept-states.awk")],
    ...[file("loaded", loaded), file("next", next), file("states", states)],
  ]);
  expect(kept.toString().split("\n")).toEqual([
    "1",
    "# be_id be_name srv_id srv_name",
    "4 shop.blue 1 slot0 …",
    "4 shop.green 1 slot0 …",
    "8 shop.blue-open 1 slot0 172.21.0.4 2 0 1",
    "8 shop.blue-open 3 slot2 172.21.0.6 0 33 1",
    "",
  ]);
});

const STATES = [
  "4 shop.blue 1 slot0 …",
  "4 shop.blue 1 slot1 …",
  "4 shop.green 1 slot0 …",
  "4 shop.green 1 slot1 …",
  "4 shop.green 1 slot2 …",
  "4 blog.blue 1 slot0 …",
];

/** In use; without an address; taken out of use as well. */
const OPEN_STATES = [
  "8 shop.blue-open 1 slot0 172.21.0.4 2 0 1",
  "8 shop.blue-open 2 slot1 - 0 32 1",
  "8 shop.blue-open 3 slot2 172.21.0.6 0 33 1",
];

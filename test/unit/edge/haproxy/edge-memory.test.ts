import { expect, test } from "vitest";
import { parseFiles, parseMemory } from "../../../../edge/haproxy/edge-memory.ts";

const RECORD = { service: "shop", active: "green", generation: 4, sealed: { blue: null, green: null }, config: null };

test("reads base, records and workers, and counts only the map of a worker that decides", () => {
  const memory = parseMemory(
    [
      'base {"hash":"00ff","counter":2}',
      `record ${JSON.stringify(RECORD)}`,
      'ledger {"head":null,"broken":null,"hasRoom":true}',
      'agent 1700000005000 {"version":"0.1.0","at":1700000000000,"more":1}',
      "worker new 40",
      "map shop shop.green",
      "map gone gone.red",
      "worker old 12",
      "handover",
      "map shop shop.blue",
      "",
    ].join("\n"),
  );
  expect(memory).toEqual({
    base: { hash: "00ff", counter: 2 },
    records: [RECORD],
    ledger: { head: null, broken: null, hasRoom: true },
    agent: {
      now: 1_700_000_005_000,
      beat: { version: "0.1.0", at: 1_700_000_000_000, more: 1, standstills: {}, verdicts: {} },
    },
    workers: [
      { handsOver: false, sendsTo: { shop: "green" } },
      { handsOver: true, sendsTo: { shop: "blue" } },
    ],
  });
});

test.each(["null", '{"vers', "{}"])("takes an agent's sign of life for none that is %s", (beat) => {
  expect(parseMemory(`base null\nagent 5 ${beat}\n`).agent).toEqual({ now: 5, beat: null });
});

test("refuses what it does not know", () => {
  expect(() => parseMemory("base null\nsurprise\n")).toThrow('the edge said "surprise"');
  expect(() => parseMemory('base {"hash":1}\n')).toThrow();
  expect(() => parseMemory(`record ${JSON.stringify({ ...RECORD, weight: 5 })}`)).toThrow(/weight/);
});

test("reads the files of an edge that does not run", () => {
  const records = new Map([
    ["shop.json", JSON.stringify(RECORD)],
    ["shop.json.next", "half"],
  ]);
  const base = { hash: "00ff", counter: 2 };
  expect(parseFiles({ base: JSON.stringify(base), records })).toEqual({ base, records: [RECORD], workers: [] });
  expect(parseFiles({ base: undefined, records: new Map() })).toEqual({ base: null, records: [], workers: [] });
});

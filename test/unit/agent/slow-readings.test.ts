import { expect, test, vi } from "vitest";
import type { Link } from "../../../agent/link.ts";
import { SlowReader } from "../../../agent/slow-readings.ts";

/** An edge whose ledger grows when the test says so. */
function stage() {
  const head = { number: 1, hash: "a", waits: false };
  const link = {
    ledger: vi.fn<Link["ledger"]>(() => Promise.resolve({ head: { ...head }, broken: null, hasRoom: true, at: 5 })),
    gates: vi.fn<Link["gates"]>(() => Promise.resolve({ shop: { window: head.number === 1 ? "fail" : "pass" } })),
    certificates: vi.fn<Link["certificates"]>(() => Promise.resolve({ shop: 7 })),
  };
  return { head, link, reader: new SlowReader(link) };
}

test("asks for certificates once a minute, and for the ledger every ten seconds", async () => {
  const { link, reader } = stage();
  for (let second = 0; second < 120; second++) await reader.read(second * 1_000);
  expect(link.certificates).toHaveBeenCalledTimes(2);
  expect(link.ledger).toHaveBeenCalledTimes(12);
});

test("asks what gates said only where the ledger has grown", async () => {
  const { head, link, reader } = stage();
  expect(await reader.read(0)).toMatchObject({ gates: { shop: { window: "fail" } }, certificates: { shop: 7 } });
  await reader.read(20_000);
  expect(link.gates).toHaveBeenCalledTimes(1);
  Object.assign(head, { number: 2, hash: "b" });
  expect(await reader.read(40_000)).toMatchObject({ gates: { shop: { window: "pass" } } });
  expect(link.gates).toHaveBeenCalledTimes(2);
});

import { beforeEach, expect, test, vi } from "vitest";
import { Inquiries } from "../../../agent/inquiries.ts";

let now: number;
/** What was asked, and how each is answered. */
let asked: { name: string; answer: (said: string) => void; break: (error: Error) => void }[];
let inquiries: Inquiries<string>;

beforeEach(() => {
  now = 1_800_000_000_000;
  asked = [];
  inquiries = new Inquiries({ now: () => now, broken: String });
});

const about = (name: string) => {
  const ask = () => new Promise<string>((answer, reject) => void asked.push({ name, answer, break: reject }));
  return inquiries.about(name, { ask, everyMs: 15_000 });
};
const known = (name = "x") => about(name).map(({ said }) => said);

test("are answered later, and waited for by nobody", async () => {
  expect(known()).toEqual([]);
  asked[0]?.answer("1");
  await vi.waitFor(() => expect(known()).toEqual(["1"]));
  expect(about("x")).toEqual([{ atMs: now, said: "1" }]);
});

test("are put again when it is time, and not while an answer is on its way", async () => {
  known();
  now += 60_000;
  known();
  expect(asked).toHaveLength(1);
  asked[0]?.answer("1");
  await vi.waitFor(() => expect(known()).toEqual(["1"]));
  expect(asked).toHaveLength(2);
  asked[1]?.answer("2");
  await vi.waitFor(() => expect(known()).toEqual(["1", "2"]));
  now += 14_999;
  known();
  expect(asked).toHaveLength(2);
  now += 1;
  known();
  expect(asked).toHaveLength(3);
});

test("are put each for itself", async () => {
  known("x");
  known("y");
  asked[1]?.answer("2");
  await vi.waitFor(() => expect(known("y")).toEqual(["2"]));
  expect(known("x")).toEqual([]);
  expect(asked.map(({ name }) => name)).toEqual(["x", "y"]);
});

test("end nothing when what asks breaks", async () => {
  known();
  asked[0]?.break(new Error("a bug"));
  await vi.waitFor(() => expect(known()).toEqual(["Error: a bug"]));
});

test("forget what is long past, and what nobody wants to know any more", async () => {
  known("old");
  asked[0]?.answer("1");
  await vi.waitFor(() => expect(known("old")).toEqual(["1"]));
  now += 40 * 60_000;
  known("old");
  asked[1]?.answer("2");
  await vi.waitFor(() => expect(known("old")).toEqual(["1", "2"]));
  now += 15_000;
  known("old");
  asked[2]?.answer("3");
  await vi.waitFor(() => expect(known("old")).toEqual(["2", "3"]));
  now += 40 * 60_000 + 1;
  known("new");
  expect(known("old")).toEqual([]);
});

test("are put again after a clock that has gone back, which leaves nothing known of later", async () => {
  known();
  asked[0]?.answer("1");
  await vi.waitFor(() => expect(known()).toEqual(["1"]));
  now -= 3_600_000;
  expect(known()).toEqual([]);
  expect(asked).toHaveLength(2);
});

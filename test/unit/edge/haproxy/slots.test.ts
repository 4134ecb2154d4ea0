import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Conversation } from "../../../../edge/haproxy/conversation.ts";
import { parseSlots, slotReader, withEarlierLook } from "../../../../edge/haproxy/slots.ts";

const HEAD = "# pxname,svname,status,lastchg,check_status,check_code,check_duration,last_chk,addr,";

test("reads address, state and last check of each slot, and how long it has been in that state at most", () => {
  const csv = [
    HEAD,
    'shop.green,slot0,UP,12,L7OK,200,1,"OK, ""fine""",172.18.0.3:3000,',
    "shop.green,slot1,MAINT (resolution),4,,,,,,",
    "shop.green,slot12,DOWN 1/3,0,* L7STS,404,7,Not Found,fd00::3:3000,",
    "shop.green,BACKEND,UP,12,,,,,,",
  ];
  expect(parseSlots(csv, 1_000_000)).toEqual([
    {
      index: 0,
      address: "172.18.0.3",
      isUp: true,
      isOut: false,
      since: 987_000,
      passed: 0,
      check: "passed",
      code: 200,
      words: "UP L7OK",
    },
    {
      index: 1,
      address: undefined,
      isUp: false,
      isOut: true,
      since: 995_000,
      passed: 0,
      check: undefined,
      code: undefined,
      words: "MAINT (resolution)",
    },
    {
      index: 12,
      address: "fd00::3",
      isUp: false,
      isOut: true,
      since: 999_000,
      passed: 1,
      check: "wrong-status",
      code: 404,
      words: "DOWN 1/3 L7STS",
    },
  ]);
});

test.each([
  ["L7OK", "", "passed"],
  ["L7STS", "Service Unavailable", "wrong-status"],
  ["L7TOUT", "", "timeout"],
  ["L7RSP", "HTTP content check did not match", "wrong-text"],
  ["L7RSP", "", "no-http"],
  ["* L7RSP", "", "wrong-answer"],
  ["L4CON", "Connection refused", "refused"],
  ["* L4TOUT", "", "unreachable"],
  ["SOCKERR", "", "other"],
  ["", "", undefined],
])("understands how a check ended: %j %j is %j", (status, detail, end) => {
  const [slot] = parseSlots([HEAD, `shop.green,slot0,DOWN,0,${status},,,${detail},,`], 0);
  expect(slot?.check).toBe(end);
});

test("finds no slots in a pool without a release", () => {
  expect(parseSlots(["", "No such backend."], 0)).toEqual([]);
});

test("keeps the status of a check that is over while the next one is being made", () => {
  const slot = (check: string, code: string) => parseSlots([HEAD, `shop.green,slot0,DOWN,0,${check},${code},,,,`], 0);
  const codes = (check: string, code: string) =>
    withEarlierLook(slot(check, code), slot("L7STS", "404")).map((read) => read.code);
  expect(codes("L7STS", "0")).toEqual([404]);
  expect(codes("L7STS", "503")).toEqual([503]);
  expect(codes("L4CON", "")).toEqual([undefined]);
});

test.each(["wrong-text", "no-http"] as const)(
  "keeps %s of a check that is over while the next one is being made",
  (before) => {
    const detail = before === "wrong-text" ? "HTTP content check did not match" : "";
    const slot = (check: string, text: string) => parseSlots([HEAD, `shop.green,slot0,DOWN,0,${check},,,${text},,`], 0);
    const first = withEarlierLook(slot("L7RSP", detail), []);
    const second = withEarlierLook(slot("* L7RSP", ""), first);
    const third = withEarlierLook(slot("* L7RSP", ""), second);
    expect([first, second, third].map(([read]) => read?.check)).toEqual([before, before, before]);
    expect(withEarlierLook(slot("* L7RSP", ""), slot("* L7STS", "")).map((read) => read.check)).toEqual([
      "wrong-answer",
    ]);
  },
);

test("remembers between two looks, for each color by itself", async () => {
  const questions = new PassThrough();
  const answers = new PassThrough();
  const codes = ["404", "0", "0"];
  questions.on("data", () => {
    answers.write(`0\n${HEAD}\nshop.green,slot0,DOWN,0,L7STS,${codes.shift()},,,,\n\u001e0\n`);
  });
  const conversation = new Conversation({ questions, answers }, async () => new Error("it ended"));
  const readSlots = slotReader(conversation);
  const read = [await readSlots("green"), await readSlots("blue"), await readSlots("green")];
  conversation.close();
  expect(read.map(([slot]) => slot?.code)).toEqual([404, undefined, 404]);
});

import { expect, test } from "vitest";
import { parseSlots, withEarlierCodes } from "../../../../edge/haproxy/slots.ts";

const HEAD = "# pxname,svname,status,lastchg,check_status,check_code,check_duration,last_chk,addr,";

test("reads address, state and last check of each slot, and how long it has been in that state at most", () => {
  const csv = [
    HEAD,
    'shop.green,slot0,UP,12,L7OK,200,1,"OK, ""fine""",172.18.0.3:3000,',
    "shop.green,slot1,MAINT (resolution),4,,,,,,",
    "shop.green,slot12,DOWN,0,* L7STS,404,7,Not Found,fd00::3:3000,",
    "shop.green,BACKEND,UP,12,,,,,,",
  ];
  expect(parseSlots(csv, 1_000_000)).toEqual([
    {
      index: 0,
      address: "172.18.0.3",
      status: "UP",
      since: 987_000,
      check: "L7OK",
      code: 200,
      checkMs: 1,
      detail: 'OK, ""fine""',
    },
    {
      index: 1,
      address: undefined,
      status: "MAINT (resolution)",
      since: 995_000,
      check: "",
      code: undefined,
      checkMs: undefined,
      detail: "",
    },
    {
      index: 12,
      address: "fd00::3",
      status: "DOWN",
      since: 999_000,
      check: "L7STS",
      code: 404,
      checkMs: 7,
      detail: "Not Found",
    },
  ]);
});

test("finds no slots in a pool without a release", () => {
  expect(parseSlots(["", "No such backend."], 0)).toEqual([]);
});

test("keeps the status of a check that is over while the next one is being made", () => {
  const slot = (check: string, code: string) => parseSlots([HEAD, `shop.green,slot0,DOWN,0,${check},${code},,,,`], 0);
  const codes = (check: string, code: string) =>
    withEarlierCodes(slot(check, code), slot("L7STS", "404")).map((read) => read.code);
  expect(codes("L7STS", "0")).toEqual([404]);
  expect(codes("L7STS", "503")).toEqual([503]);
  expect(codes("L4CON", "")).toEqual([undefined]);
});

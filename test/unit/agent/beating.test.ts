import { expect, test } from "vitest";
import { beater } from "../../../agent/beating.ts";
import { openLog } from "../../../agent/log.ts";

test("says when the edge is lost and when it is found, not with each beat", async () => {
  const lines: string[] = [];
  const answers = [true, true, false, false, true];
  const beat = async () => {
    if (answers.shift() !== true) throw new Error("nobody listens");
  };
  let taken = 0;
  const log = openLog((line) => lines.push(line));
  const beats = beater({
    link: { beat },
    log,
    tell: () => ({ standstills: {}, verdicts: {} }),
    taken: async () => void taken++,
  });
  while (answers.length > 0) await beats();
  expect(taken).toBe(3);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: "info", message: "the edge answers" },
    { level: "warning", message: "the edge does not answer", error: "nobody listens" },
    { level: "info", message: "the edge answers" },
  ]);
});

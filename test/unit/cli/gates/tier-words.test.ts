import { expect, test } from "vitest";
import { tierSentence } from "../../../../cli/gates/tier-words.ts";
import { tierDefaultsOf } from "../../../../model/gates/tier-defaults.ts";

test.each([
  ["window", ["open: mon-sun 00:00-24:00 in dev and stg, mon-fri 09:00-17:00 in prod"]],
  [
    "approvals",
    ["classes.minor.approvals: 0 in dev and stg, 1 in prod", "classes.normal.approvals: 1 in dev and stg, 2 in prod"],
  ],
  ["image", ["scan.maxAge: 168h in dev, 24h in stg and prod"]],
  ["provenIn", ["stack: required in dev and stg, stg in prod"]],
  ["host", []],
] as const)("the defaults of %s by tier are told in words", (id, sentences) => {
  expect(tierDefaultsOf(id).map(tierSentence)).toEqual(sentences);
});

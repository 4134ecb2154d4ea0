import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { GATES } from "../../../delivery/gates/all-gates.ts";
import { renderGatesPage } from "../../../docs/render-gates.ts";
import { durationMs } from "../../../model/duration.ts";
import { GATE_IDS, gatesSchema } from "../../../model/gates/gates.ts";
import { tryParse } from "../../../model/problems.ts";

const page = readFileSync(new URL("../../../docs/gates.md", import.meta.url), "utf8");

test("keeps docs/gates.md in step with the gates", () => {
  expect(page, "run `npm run docs` and commit the page").toBe(renderGatesPage());
});

describe.each(GATE_IDS)("the gate %s", (id) => {
  const gate = GATES[id];

  it("bears its id, a deadline of a minute at most, and an example that its schema takes", () => {
    expect(gate.id).toBe(id);
    expect(durationMs(gate.deadline)).toBeLessThanOrEqual(60_000);
    expect(tryParse(gatesSchema, parse(gate.example))).toHaveProperty(["data", id]);
  });

  it("says everything there is to say", () => {
    for (const text of [gate.title, gate.description, gate.rationale, gate.remediation]) expect(text).toMatch(/\w+/);
  });
});

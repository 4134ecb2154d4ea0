import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { gatesExplain, gatesExplainResult } from "../../../../cli/commands/gates-explain.ts";
import { gatesList, gatesListResult } from "../../../../cli/commands/gates-list.ts";
import { GATES } from "../../../../delivery/gates/all-gates.ts";
import { GATE_IDS, gatesSchema } from "../../../../model/gates/gates.ts";
import { readJsonLines } from "../../../support/json-lines.ts";

let said: string;
beforeEach(() => {
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => ((said += String(text)), true));
});
afterEach(() => void vi.restoreAllMocks());

/** Without what printing makes of a text. */
const words = (text: string) => text.replaceAll("`", "").split(/\s+/).join(" ").trim();

describe("tidegate gates list", () => {
  it("has a line for every gate there is, with what it asks and its defaults by tier", () => {
    gatesList({ json: false });
    const lines = said.trimEnd().split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual(GATE_IDS);
    for (const [index, id] of GATE_IDS.entries())
      expect(words(lines[index] ?? "")).toContain(words(GATES[id].description));
    expect(lines[GATE_IDS.indexOf("window")]).toContain(
      " Defaults by tier: open: mon-sun 00:00-24:00 in dev and stg, mon-fri 09:00-17:00 in prod.",
    );
  });

  it("has the same for machines", () => {
    gatesList({ json: true });
    const [result] = readJsonLines(gatesListResult.command, said);
    expect(result).toMatchObject({ ok: true, gates: GATE_IDS.map((id) => ({ id, deadline: GATES[id].deadline })) });
  });
});

describe.each(GATE_IDS)("tidegate gates explain %s", (id) => {
  const { title, description, rationale, remediation, example, deadline } = GATES[id];

  it("says what it asks, why, what to do, and how it is declared, in lines that can be read", () => {
    gatesExplain({ gate: id, json: false });
    expect(said.startsWith(`${id}: ${title}\n`)).toBe(true);
    for (const text of [description, `Why: ${rationale}`, `What to do: ${remediation}`, `Deadline: ${deadline};`]) {
      expect(words(said)).toContain(words(text));
    }
    const [, declared = ""] = said.split("    tidegate:gates:\n");
    expect(parse(declared)).toEqual(parse(example));
    expect(gatesSchema.safeParse(parse(declared)).error).toBeUndefined();
    expect(said.split("\n").filter((line) => line.length > 100 && !line.startsWith("      "))).toEqual([]);
  });

  it("has the same for machines", () => {
    gatesExplain({ gate: id, json: true });
    const [result] = readJsonLines(gatesExplainResult.command, said);
    expect(result).toMatchObject({ ok: true, gate: { id, title, description, rationale, remediation, example } });
  });
});

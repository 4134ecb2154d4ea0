import { expect, it } from "vitest";
import { GATES } from "../../../../delivery/gates/all-gates.ts";
import { GATE_IDS, gatesSchema } from "../../../../model/gates/gates.ts";
import { context } from "./request.ts";

/** What one has to say of a gate whose settings have no default. */
const SETTINGS: Readonly<Record<string, object>> = {
  provenIn: { stack: "stg", for: "1h" },
  reports: { junit: { path: "junit.xml" } },
};

it.each(GATE_IDS.filter((id) => id !== "host"))("the gate %s speaks of no host: on AWS there is none", async (id) => {
  const declared = gatesSchema.parse({ [id]: SETTINGS[id] ?? true });
  expect(JSON.stringify(await GATES[id].ask(declared, context()))).not.toMatch(/\bhosts?\b/);
});

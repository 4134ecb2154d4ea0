import { z } from "zod";
import { approvalsSchema } from "./approvals.ts";
import { changeGateSchema } from "./change.ts";
import { hostGateSchema } from "./host.ts";
import { imageGateSchema } from "./image.ts";
import { provenInSchema } from "./proven-in.ts";
import { reportsSchema } from "./reports.ts";
import { wayBackSchema } from "./way-back.ts";
import { windowSchema } from "./window.ts";

/**
 * Settings of the gates that stand before a release, by their id: those named are asked, all others are not. `true` is one with every
 * default; null, at a service, switches off one that the stack declares. Some defaults are another tier's: `tier-defaults.ts` lays them
 * under what the user wrote before this schema sees it. Each gate has its file in `delivery/gates/`.
 */
export const gatesSchema = z.strictObject({
  window: declarable(windowSchema).describe("When releases may be made."),
  approvals: declarable(approvalsSchema).describe("Who approves a release before it is made."),
  host: declarable(hostGateSchema).describe("What the host must have for a release."),
  image: declarable(imageGateSchema).describe("What the image must be, and who has signed it."),
  reports: declarable(reportsSchema).describe("What tests and analyses must have found."),
  change: declarable(changeGateSchema).describe("What must be said of a change, and who may make it."),
  wayBack: declarable(wayBackSchema).describe("That there is a way back."),
  provenIn: declarable(provenInSchema).describe("Where the same build must have served before."),
});

export type Gates = z.infer<typeof gatesSchema>;
export type GateId = keyof Gates;
/** What is declared of a gate, where it is to be asked. */
export type GateSettings<Id extends GateId> = NonNullable<Gates[Id]>;

export const GATE_IDS = Object.keys(gatesSchema.shape) as GateId[]; // of the strict schema, which has no other keys

/** Ids of the gates that are to be asked, in the order in which they are documented. */
export function declaredGates(gates: Gates | undefined): GateId[] {
  return GATE_IDS.filter((id) => gates?.[id] != null);
}

function declarable<Schema extends z.ZodType>(settings: Schema) {
  const written = (value: true | z.input<Schema> | null) => (value === true ? {} : value);
  return z.preprocess(written, settings.nullable()).optional();
}

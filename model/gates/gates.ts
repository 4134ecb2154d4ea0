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
 * Settings of the gates that stand before a release, by their id: those named are asked, all others are not. Null, at a service,
 * switches off one that the stack declares. Each of them has its file in `delivery/gates/`.
 */
export const gatesSchema = z.strictObject({
  window: windowSchema.nullable().optional().describe("When releases may be made."),
  approvals: approvalsSchema.nullable().optional().describe("Who approves a release before it is made."),
  host: hostGateSchema.nullable().optional().describe("What the host must have for a release."),
  image: imageGateSchema.nullable().optional().describe("What the image must be, and who has signed it."),
  reports: reportsSchema.nullable().optional().describe("What tests and analyses must have found."),
  change: changeGateSchema.nullable().optional().describe("What must be said of a change, and who may make it."),
  wayBack: wayBackSchema.nullable().optional().describe("That there is a way back."),
  provenIn: provenInSchema.nullable().optional().describe("Where the same build must have served before."),
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

/** A service with the gates that hold for it: the stack's, each replaced as a whole by what the service says of it. As the user wrote both. */
export function withGates(service: Record<string, unknown>, ofStack: unknown): Record<string, unknown> {
  const own = service["gates"];
  if (ofStack === undefined) return service;
  const areSound = [ofStack, own ?? {}].every((gates) => typeof gates === "object" && gates !== null);
  return { ...service, gates: areSound ? Object.assign({}, ofStack, own) : (own ?? ofStack) };
}

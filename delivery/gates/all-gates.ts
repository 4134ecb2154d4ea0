import type { GateId } from "../../model/gates/gates.ts";
import { approvalsGate } from "./approvals.ts";
import { changeGate } from "./change.ts";
import type { Gate } from "./gate.ts";
import { hostGate } from "./host.ts";
import { imageGate } from "./image.ts";
import { provenInGate } from "./proven-in.ts";
import { reportsGate } from "./reports.ts";
import { wayBackGate } from "./way-back.ts";
import { windowGate } from "./window.ts";

/** One file each. */
export const GATES: Readonly<Record<GateId, Gate>> = {
  window: windowGate,
  approvals: approvalsGate,
  host: hostGate,
  image: imageGate,
  reports: reportsGate,
  change: changeGate,
  wayBack: wayBackGate,
  provenIn: provenInGate,
};

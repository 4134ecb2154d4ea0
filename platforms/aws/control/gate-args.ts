import type { Color } from "../../../model/color.ts";
import type { Gate } from "../../../model/service.ts";
import type { AwsClients } from "../clients.ts";

/** A color that is to prove itself. */
export interface GateArgs {
  clients: AwsClients;
  cluster: string;
  service: string;
  color: Color;
  version: string;
  /** Name of its ECS service. */
  pool: string;
  /** ARN of its target group. */
  group: string;
  /** ARN of the task definition that each of its tasks must be of. */
  definition: string;
  gate: Gate;
  /** Name of the ECS service of the color that serves, which must not have more tasks; null where none does, or this one. */
  serving: string | null;
}

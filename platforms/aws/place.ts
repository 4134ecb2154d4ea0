import type { StackId } from "../../model/names.ts";

/** Where a stack's services run in an account. */
export interface AwsPlace {
  id: StackId;
  region: string;
  /** Name or ARN of the ECS cluster. */
  cluster: string;
  /** ARN of the listener of the public; null before it is made. */
  listener: string | null;
  /** ARN of the listener on which the idle color can be looked at; null where there is none. */
  testListener: string | null;
}

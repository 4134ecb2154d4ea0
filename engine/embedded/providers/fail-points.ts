import { failPoint } from "../../../model/fail-point.ts";

/** Every place between two effects of one step at which a test can kill the engine. The engine itself has those around steps. */
export const PROVIDER_FAIL_POINTS = [
  "image:before-pull",
  "image:after-pull",
  "container:after-create",
  "container:after-connect",
  "container:after-start",
  "container:after-stop",
  "command:after-run",
] as const;

export function providerFailPoint(name: (typeof PROVIDER_FAIL_POINTS)[number]): void {
  failPoint(name);
}

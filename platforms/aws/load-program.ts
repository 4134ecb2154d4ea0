import { unlessAbsent } from "./unless-absent.ts";

/** Loads what makes a stack on AWS, and with it `@pulumi/aws`. Throws an InputError where that is not installed. */
export function loadProgram() {
  return unlessAbsent(["@pulumi/aws"], () => import("./components/stack.ts"));
}

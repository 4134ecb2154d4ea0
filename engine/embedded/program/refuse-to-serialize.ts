import { UnsupportedError } from "../unsupported.ts";

/** The embedded engine has no provider that could do anything with a function. */
export function refuseToSerialize(): never {
  throw new UnsupportedError("the program", "serializing a function (a dynamic provider, for one)");
}

import { z } from "zod";

/** A name that a user chooses, short enough for all that is made of it; `what` it is, in words, such as `a service name`. */
export function shortNameSchema(what: string) {
  return z
    .string()
    .regex(
      /^[a-z](?:[a-z0-9-]{0,22}[a-z0-9])?$/,
      `must be ${what}|Use at most 24 of a-z, 0-9 and \`-\`, starting with a letter.`,
    );
}

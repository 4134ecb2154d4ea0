import { z } from "zod";
import { headerNameSchema } from "./header-name.ts";

/** Path with query of a request, as it goes over the wire. */
export const httpPath = z
  .string()
  .regex(/^\/[\x21-\x7e]*$/, "must be a path|Start it with `/`, without spaces.")
  .max(1024);
/** Name of a header that a release may set. What frames the message, and the host, which has a key of its own, are not the user's. */
export const headerName = headerNameSchema.refine(
  (name) => !["host", "connection", "content-length", "transfer-encoding"].includes(name.toLowerCase()),
  "must be a header that the proxy does not set itself|For the host there is `health.host`.",
);
/** Text of a header, or of a place where one line is looked for. */
export const headerText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, "must be one line without control characters");

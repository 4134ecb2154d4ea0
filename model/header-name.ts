import { z } from "zod";

/** Name of an HTTP header: a token (RFC 9110, 5.6.2). */
export const headerNameSchema = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "must be a header name")
  .max(128);

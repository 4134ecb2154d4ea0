import { z } from "zod";

/** A lower-case DNS name (RFC 1123, 2.1), without a dot at its end, as the source of a regular expression. */
export const HOST_NAME = String.raw`[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*`;

export const hostNameSchema = z
  .string()
  .regex(new RegExp(`^${HOST_NAME}$`), "must be a lower-case host name")
  .max(253);

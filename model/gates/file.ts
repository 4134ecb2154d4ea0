import { z } from "zod";

/** Path of a file of the user's, kept as the text. */
export const fileSchema = z
  .string()
  .regex(/^[^\p{Cc}]+$/u, "must be the path of a file|Relative to the project's folder, or absolute.")
  .max(1024);

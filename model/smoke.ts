import { z } from "zod";
import { durationSchema } from "./duration.ts";
import { httpPath } from "./http-request.ts";

export const smokeSchema = z.strictObject({
  path: httpPath.describe("Path to request from the idle color before it may serve."),
  status: z.int().min(100).max(599).default(200).describe("HTTP status the answer must have."),
  contains: z.string().min(1).max(1024).optional().describe("Text the answer's body must contain."),
  within: durationSchema({ min: "50ms", max: "60s" }).default("2s").describe("How long the answer may take."),
});

export type Smoke = z.infer<typeof smokeSchema>;

import { z } from "zod";

const cutoverSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  switchMs: z.number().describe("What the switch itself took in the edge, all its workers included."),
  totalMs: z.number().describe("The whole `up`, from its start to its end: containers, gate, switch, verification."),
});

/** What the demo has measured. Times in milliseconds. */
export const demoShape = {
  requests: z.int().describe("Requests the clients sent from the first release to the rollback."),
  lost: z.int().describe("Those not answered completely, in time and with 2xx."),
  cutovers: z.array(cutoverSchema).describe("Every move of the traffic between two versions, the rollback last."),
  refused: z
    .array(z.strictObject({ version: z.string(), reason: z.string() }))
    .describe("Versions that never got traffic, and why."),
  rollbackMs: z
    .number()
    .describe("From the start of the rollback's `up` to the first answer of the old version at a client."),
  engine: z.enum(["embedded", "pulumi"]),
};

export type DemoResult = z.infer<z.ZodObject<typeof demoShape>>;
export type Cutover = z.infer<typeof cutoverSchema>;

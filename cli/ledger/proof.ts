import { z } from "zod";
import type { ChainCheck } from "../../delivery/ledger/verify-chain.ts";
import { isoTime } from "./story-result.ts";

/** In the results of commands: how far the ledger can be trusted that they are from. */
export const proofSchema = z.strictObject({
  printedAt: z.iso.datetime(),
  entries: z.int().describe("How many the ledger had then."),
  head: z.strictObject({ number: z.int(), hash: z.string() }).nullable(),
  verified: z.boolean().describe("Whether the whole chain was proved."),
  breaks: z.array(z.string()).describe("What was wrong with it."),
});

export function proofOf({ head, breaks, lines }: ChainCheck, now: number): z.infer<typeof proofSchema> {
  return {
    ...{ printedAt: isoTime(now), entries: lines.length, head, verified: breaks.length === 0 },
    breaks: breaks.map(({ problem }) => problem),
  };
}

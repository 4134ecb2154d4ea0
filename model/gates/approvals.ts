import { z } from "zod";
import type { Change } from "../change.ts";
import { durationSchema } from "../duration.ts";
import { fileSchema } from "./file.ts";

/** What a request may say about a change, in the words of its record. */
export const REQUEST_FIELDS = ["reason", "ticket", "impact", "rollbackPlan"] as const;

function classSchema(defaults: { approvals: number; fields: (typeof REQUEST_FIELDS)[number][] }) {
  return z.strictObject({
    approvals: z
      .int()
      .min(0)
      .max(20)
      .default(defaults.approvals)
      .describe("Approvals it needs, each by another person, none of them by who asked."),
    fields: z
      .array(z.enum(REQUEST_FIELDS))
      .default(defaults.fields)
      .describe("What a request must say: `reason`, `ticket`, `impact`, `rollbackPlan`."),
  });
}

/** Who approves releases of a stack, and how many of them: the gate `approvals`. */
export const approvalsSchema = z.strictObject({
  signers: fileSchema
    .default(".tidegate-signers")
    .describe(
      "Who may ask and approve: an allowed-signers file, as git's `gpg.ssh.allowedSignersFile` names one, relative to the project.",
    ),
  revoked: fileSchema
    .optional()
    .describe("Keys that count no more, a public key per line or a key revocation list, as `gpg.ssh.revocationFile`."),
  validFor: durationSchema({ min: "5m", max: "720h" })
    .default("24h")
    .describe("How long a request and its approvals hold, at most."),
  classes: z
    .strictObject({
      minor: classSchema({ approvals: 0, fields: ["reason"] })
        .prefault({})
        .describe("A change of a kind that is known and small."),
      normal: classSchema({ approvals: 1, fields: ["reason"] })
        .prefault({})
        .describe("A change that says nothing else."),
      major: classSchema({ approvals: 2, fields: ["reason", "ticket", "impact", "rollbackPlan"] })
        .prefault({})
        .describe("A change that many would notice."),
    } satisfies Record<NonNullable<Change["class"]>, z.ZodType>)
    .prefault({})
    .describe("What each class of change needs."),
});

export type ApprovalsSettings = z.infer<typeof approvalsSchema>;

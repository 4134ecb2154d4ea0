import { z } from "zod";
import { REQUEST_FIELDS } from "./approvals.ts";
import { fileSchema } from "./file.ts";

const fields = (said: (typeof REQUEST_FIELDS)[number][]) => z.array(z.enum(REQUEST_FIELDS)).default(said);

const pattern = z.string().superRefine((text, context) => {
  try {
    new RegExp(text, "u");
  } catch {
    context.addIssue({ code: "custom", message: 'must be a regular expression|Write it like "^SHOP-\\\\d+$".' });
  }
});

const keySchema = z.strictObject({
  signers: fileSchema.default(".tidegate-signers").describe("An allowed-signers file that has the pipeline's key."),
  names: z.array(z.string().min(1)).min(1).describe("Names in that file that are pipelines."),
});

const oidcSchema = z.strictObject({
  issuer: z
    .url()
    .describe("Who gives tokens, as `iss`: https://token.actions.githubusercontent.com, https://gitlab.com."),
  audience: z.string().min(1).describe("Whom the token must be for, as `aud`."),
  subject: z
    .array(z.string().min(1))
    .min(1)
    .describe("Whom it may be of, as `sub`; `*` stands for any characters: `repo:acme/shop:environment:prod`."),
  jwks: fileSchema.describe("The issuer's public keys: the JSON that its `jwks_uri` gives, as a file of the project."),
});

/** What must be said of a change, and who may make it: the gate `change`. */
export const changeGateSchema = z.strictObject({
  ticket: pattern.optional().describe("Regular expression that a ticket, where one is given, must match."),
  fields: z
    .strictObject({
      minor: fields(["reason"]).describe("Of a change that is known and small."),
      normal: fields(["reason"]).describe("Of a change that says no class."),
      major: fields(["reason", "ticket", "impact", "rollbackPlan"]).describe("Of a change that many would notice."),
    })
    .prefault({})
    .describe("What a change of each class must say. How many approvals each needs stands in `approvals.classes`."),
  pipeline: z
    .strictObject({
      key: keySchema.optional().describe("It proves itself with an SSH key, whose path TIDEGATE_PIPELINE_KEY names."),
      oidc: oidcSchema
        .optional()
        .describe(
          "It proves itself with the CI job's ID token, in TIDEGATE_ID_TOKEN or the file that TIDEGATE_ID_TOKEN_FILE names.",
        ),
    })
    .superRefine(({ key, oidc }, context) => {
      if (key !== undefined || oidc !== undefined) return;
      context.addIssue({ code: "custom", message: "must say how it proves itself|Add `key` or `oidc`.", input: {} });
    })
    .optional()
    .describe(
      "Only a pipeline may release, and this is how it proves itself. By hand it takes `--break-glass REASON`.",
    ),
});

export type ChangeGateSettings = z.infer<typeof changeGateSchema>;
export type OidcSettings = z.infer<typeof oidcSchema>;
export type PipelineKeySettings = z.infer<typeof keySchema>;

import { z } from "zod";
import { isSafeUrl } from "./safe-url.ts";
import { secretNameSchema } from "./secret-name.ts";

const secretName = secretNameSchema("notify");

const mailAddressSchema = z
  .string()
  .max(254)
  .regex(/^[^\s<>@,;"\p{Cc}]+@[^\s<>@,;"\p{Cc}]+$/u, 'must be a mail address|Write it like "ops@example.com".');

const urlSecretName = secretName.describe(
  "Name of the secret that is the whole address, which whoever knows it can post to.",
);

const signature = secretName
  .optional()
  .describe("Name of the secret that messages are signed with; not signed when left out.");

const emailSchema = z
  .strictObject({
    type: z.literal("email"),
    host: z
      .string()
      .regex(/^[A-Za-z0-9.:-]+$/, "must be a host name|Write it without a port.")
      .describe("Mail server."),
    port: z.int().min(1).max(65_535).default(587).describe("Its port."),
    tls: z
      .enum(["starttls", "implicit", "none"])
      .default("starttls")
      .describe(
        "`starttls` goes over to TLS or ends; `implicit` begins with it (port 465); `none` only without a login.",
      ),
    ca: z
      .string()
      .includes("-----BEGIN CERTIFICATE-----", { message: "must be a certificate in PEM" })
      .optional()
      .describe("Certificate of the authority that the server's certificate is from; the public ones when left out."),
    user: z.string().min(1).max(254).optional().describe("User to sign in as; no login when left out."),
    passwordSecretName: secretName.optional().describe("Name of the secret that is the user's password."),
    from: mailAddressSchema.describe("Address of the sender."),
    to: z.array(mailAddressSchema).min(1).max(50).describe("Addresses of the recipients."),
  })
  .superRefine(({ tls, user, passwordSecretName }, context) => {
    if ((user === undefined) !== (passwordSecretName === undefined)) {
      const missing = user === undefined ? "user" : "passwordSecretName";
      const message = "must be given, because a login takes both|Give `user` and `passwordSecretName`, or neither.";
      context.addIssue({ code: "custom", path: [missing], input: undefined, message });
    }
    if (tls === "none" && passwordSecretName !== undefined) {
      const message =
        "would send the password readable to all|Set `tls: starttls` or `implicit`, or leave the login out.";
      context.addIssue({ code: "custom", path: ["tls"], input: tls, message });
    }
  });

const webhookSchema = z.strictObject({
  type: z.literal("webhook"),
  urlSecretName,
  signingSecretName: secretName.describe(
    "Name of the secret that messages are signed with: `whsec_` and base64, of 24 to 64 bytes.",
  ),
});

const pagerdutySchema = z.strictObject({
  type: z.literal("pagerduty"),
  url: z
    .string()
    .max(2048)
    .refine(isSafeUrl, 'must be an https address|Write it like "https://events.pagerduty.com/v2/enqueue".')
    .default("https://events.pagerduty.com/v2/enqueue")
    .describe(
      "Where events go: `https://events.eu.pagerduty.com/v2/enqueue` in the EU, or what else takes Events API v2.",
    ),
  keySecretName: secretName.describe("Name of the secret that is the integration (routing) key."),
});

const chat = <Type extends string>(type: Type) => z.strictObject({ type: z.literal(type), urlSecretName });
const signedChat = <Type extends string>(type: Type) =>
  z.strictObject({ type: z.literal(type), urlSecretName, signingSecretName: signature });

/** One way to tell people, or a program, what happened. */
export const notifyChannelSchema = z.discriminatedUnion("type", [
  emailSchema,
  chat("slack"),
  signedChat("dingtalk"),
  chat("wecom"),
  signedChat("feishu"),
  chat("teams"),
  webhookSchema,
  pagerdutySchema,
]);

export type NotifyChannel = z.infer<typeof notifyChannelSchema>;
export type ChannelType = NotifyChannel["type"];
export const CHANNEL_TYPES = notifyChannelSchema.options.map(({ shape }) => shape.type.value);
export type ChannelOf<Type extends ChannelType> = Extract<NotifyChannel, { type: Type }>;

/** Names of the secrets that a channel is sent with. */
export function secretsOfChannel(channel: NotifyChannel): string[] {
  const names = [
    ...("urlSecretName" in channel ? [channel.urlSecretName] : []),
    ...("signingSecretName" in channel ? [channel.signingSecretName] : []),
    ...("passwordSecretName" in channel ? [channel.passwordSecretName] : []),
    ...("keySecretName" in channel ? [channel.keySecretName] : []),
  ];
  return names.filter((name) => name !== undefined);
}

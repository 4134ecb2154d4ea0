import { z } from "zod";
import { durationMs, durationSchema } from "./duration.ts";
import { secretNameSchema } from "./secret-name.ts";

/** Key of `tidegate:secrets` with the values that its login names. */
export const PROMETHEUS_SECRETS = "prometheus";

const secretName = secretNameSchema(PROMETHEUS_SECRETS);

const loginSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("basic"),
    user: z
      .string()
      .regex(/^[^:\p{C}]{1,254}$/u, "must be a user|Write it without a colon.")
      .describe("User to sign in as."),
    passwordSecretName: secretName.describe("Name of the secret that is the user's password."),
  }),
  z.strictObject({
    type: z.literal("bearer"),
    tokenSecretName: secretName.describe("Name of the secret that is the token."),
  }),
]);

/** Where PromQL rules of guards are asked: `tidegate:prometheus`. */
export const prometheusSchema = z
  .strictObject({
    url: z
      .string()
      .max(2048)
      .superRefine((text, context) => {
        const problem = problemOf(text);
        if (problem === undefined) return;
        context.addIssue({ code: "custom", params: { hidden: true }, message: problem }); // it may hold a password
      })
      .describe("Its address as the agent's container reaches it, with the path that it may have."),
    login: loginSchema.optional().describe("How the agent signs in there; it does not when left out."),
    every: durationSchema({ min: "5s", max: "5m" }).default("15s").describe("Time between two questions of a rule."),
    timeout: durationSchema({ min: "1s", max: "30s" })
      .default("10s")
      .describe("How long an answer may take; no longer than `every`."),
  })
  .superRefine(({ every, timeout }, context) => {
    if (durationMs(timeout) <= durationMs(every)) return;
    const message = "must not be above `every`|Lower it, or raise `every`.";
    context.addIssue({ code: "custom", path: ["timeout"], input: timeout, message });
  });

export type PrometheusSettings = z.infer<typeof prometheusSchema>;
/** What a user of the component class may write: defaults may be left out. */
export type PrometheusInput = z.input<typeof prometheusSchema>;

/** Name of the secret, of `tidegate:secrets.prometheus`, that the agent signs in with; none where it does not. */
export function secretsOfPrometheus({ login }: PrometheusSettings): string[] {
  if (login === undefined) return [];
  return [login.type === "basic" ? login.passwordSecretName : login.tokenSecretName];
}

function problemOf(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return 'must be an address of http or https|Write it like "https://prometheus.example.com".';
  }
  if (url.username !== "" || url.password !== "") return "must not have a login in it|Declare it as `login`.";
  return url.search === "" && url.hash === ""
    ? undefined
    : "must have no query and no fragment|Leave what follows off.";
}

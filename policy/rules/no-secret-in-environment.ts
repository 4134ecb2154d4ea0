import { namedTexts } from "../named-texts.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";
import { isInspectable } from "../secret-paths.ts";

/** What Pulumi keeps secret goes to a container as a file. Pulumi's care ends where the container engine's begins. */
export const noSecretInEnvironment: Rule = {
  id: "no-secret-in-environment",
  title: "No secret in the environment",
  group: "secrets",
  description:
    "What is a secret for Pulumi is not placed in a container's environment, labels, command line or health check.",
  rationale:
    "Encrypted in config and state, it still lies readable in `docker inspect`, in /proc, in crash reports, and in every " +
    "process the app starts.",
  severity: "critical",
  framework: {
    name: "OWASP Docker Security Cheat Sheet",
    version: "2025",
    reference: "Rule #12",
    specification: "Utilize Docker secrets for sensitive data management, not environment variables.",
  },
  remediation:
    "Set the value with `pulumi config set --secret --path tidegate:secrets.SERVICE.NAME`, name it in the release's " +
    "`secrets`, and let the app read /run/secrets/NAME.",
  example: {
    refused: 'envs: [pulumi.interpolate`API_TOKEN=${config.requireSecret("apiToken")}`]',
    accepted: "secrets: [API_TOKEN]",
  },
  judges: [CONTAINER],
  judge: ({ inputs, secretPaths }) => {
    if (secretPaths === undefined) {
      return { notApplicable: "The engine ran no remediations, so nobody knows which inputs are secrets" };
    }
    const readable = [...secretPaths].filter(isInspectable);
    const texts = readable.length === 0 ? [] : namedTexts(inputs);
    return readable.flatMap((secret) => {
      const below = texts.filter(({ input }) => input === secret || input.startsWith(`${secret}.`));
      const paths = below.length === 0 ? [secret] : below.map(({ path }) => path); // where it is placed is known in preview
      return paths.map(
        (path) =>
          `${path}: must not be a secret, got one that Pulumi keeps and \`docker inspect\` shows. ` +
          "Name it in the release's `secrets`, and the app gets it as a file.",
      );
    });
  },
};

import { namedTexts } from "../named-texts.ts";
import { BUILDKIT_IMAGE, BUILT_IMAGE, CONTAINER, NETWORK, REMOTE_IMAGE, VOLUME } from "../resource-types.ts";
import type { Rule } from "../rule.ts";
import { INSPECTABLE_TYPES, isInspectable } from "../secret-paths.ts";

const OF_HOST = "`docker inspect` shows. Keep it in a file on the host, and let what needs it read it there.";
const OF_BUILD =
  "`docker history` shows. Mount it into the step of the build that needs it (`RUN --mount=type=secret`).";

/** Who shows it, and what to do instead. */
const SHOWN: Readonly<Record<string, string>> = {
  [CONTAINER]: "`docker inspect` shows. Name it in the release's `secrets`, and the app gets it as a file.",
  [NETWORK]: OF_HOST,
  [VOLUME]: OF_HOST,
  [BUILT_IMAGE]: OF_BUILD,
  [BUILDKIT_IMAGE]: OF_BUILD,
  [REMOTE_IMAGE]: OF_BUILD,
};

/** What Pulumi keeps secret goes to a container as a file. Pulumi's care ends where the container engine's begins. */
export const noSecretInEnvironment: Rule = {
  id: "no-secret-in-environment",
  title: "No secret in the environment",
  group: "secrets",
  description:
    "What is a secret for Pulumi is not placed in a container's environment, labels, command line or health check, in the " +
    "labels or options of a network or volume, or in the arguments of an image's build.",
  rationale:
    "Encrypted in config and state, it still lies readable in `docker inspect` or `docker history`, in /proc, in crash " +
    "reports, and in every process the app starts.",
  severity: "critical",
  framework: {
    name: "OWASP Docker Security Cheat Sheet",
    version: "2025",
    reference: "Rule #12",
    specification: "Utilize Docker secrets for sensitive data management, not environment variables.",
  },
  remediation:
    "Set the value with `tidegate config set --secret --path tidegate:secrets.SERVICE.NAME`, name it in the release's " +
    "`secrets`, and let the app read /run/secrets/NAME.",
  example: {
    refused: 'envs: [pulumi.interpolate`API_TOKEN=${config.requireSecret("apiToken")}`]',
    accepted: "secrets: [API_TOKEN]",
  },
  judges: INSPECTABLE_TYPES,
  judge: ({ type, inputs, secretPaths }) => {
    if (secretPaths === undefined) {
      return { notApplicable: "The engine ran no remediations, so nobody knows which inputs are secrets" };
    }
    const texts = secretPaths.size === 0 ? [] : namedTexts(inputs).filter(({ input }) => isInspectable(type, input));
    return [...secretPaths].flatMap((secret) => {
      const below = texts.filter(({ input }) => input === secret || input.startsWith(`${secret}.`));
      const placed = isInspectable(type, secret) ? [secret] : []; // where it is placed is known in preview
      const paths = below.length === 0 ? placed : below.map(({ path }) => path);
      return paths.map((path) => `${path}: must not be a secret, got one that Pulumi keeps and ${SHOWN[type] ?? ""}`);
    });
  },
};

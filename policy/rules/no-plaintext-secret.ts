import { findTexts, type InputText } from "../inputs.ts";
import { CONTAINER, ENVIRONMENT_ID } from "../resource-types.ts";
import type { Rule } from "../rule.ts";
import { plaintextSecrets } from "../stack-file.ts";

/** Inputs of a container that `docker inspect` shows to whoever may ask the engine, whatever Pulumi thinks of them. */
const INSPECTABLE = /^(?:envs|labels|command|entrypoints|healthcheck)\./;
const SECRET_NAME =
  /(?:^|[_.-])(?:password|passwd|passphrase|secret|token|credentials?|(?:private|api|access)[_-]?key)$/i;
const CAMEL_SECRET_NAME = /(?:Password|Passphrase|Secret|Token|Credentials?|PrivateKey|ApiKey|AccessKey)$/;
const SECRET_TEXT = /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^/\s:@]+:[^/\s@]+@/;

/** No secret lies readable in the stack file, in the state, or in what the container engine tells. Never prints a value. */
export const noPlaintextSecret: Rule = {
  id: "no-plaintext-secret",
  title: "No plaintext secret",
  group: "secrets",
  description:
    "Secrets are encrypted in config and state, and reach a container as files, never as variables or labels.",
  rationale:
    "Whoever may look at the stack file, at the state or at `docker inspect` has the secret, and backups and logs keep it.",
  severity: "critical",
  framework: {
    name: "NIST SP 800-190",
    version: "September 2017",
    reference: "4.1.4",
    specification:
      "Embedded clear text secrets: store secrets outside of images and provide them at run time as needed.",
  },
  remediation:
    "Set the value with `pulumi config set --secret --path tidegate:secrets.SERVICE.NAME`, name it in the release's " +
    "`secrets`, and let the app read /run/secrets/NAME. A value that was readable is known: replace it.",
  example: {
    refused: "environment: { DATABASE_PASSWORD: hunter2 }",
    accepted: "secrets: [DATABASE_PASSWORD]",
  },
  judges: "every type",
  judge: ({ type, inputs, secretPaths }, { stack }) => {
    // The stack file is judged at the resource with which every environment begins: before anything is made.
    const inFile = type === ENVIRONMENT_ID ? plaintextSecrets(stack) : [];
    const texts = findTexts(inputs);
    const readable = new Set([
      ...(type === CONTAINER ? inspectable(texts, secretPaths) : []),
      ...(secretPaths === undefined ? [] : unprotected(texts, secretPaths)),
    ]);
    if (secretPaths === undefined && readable.size === 0 && inFile.length === 0) {
      return { notApplicable: "The engine ran no remediations, so nobody knows which inputs are secrets" };
    }
    return [
      ...inFile.map((path) => `${path}: is a secret in plain text. Set it with \`pulumi config set --secret\`.`),
      ...[...readable].map(
        (path) => `${path}: is a secret that others can read. Keep it out of here; apps get secrets as files.`,
      ),
    ];
  },
};

/** What the container engine would tell: secrets, and variables that are called or look like one. */
function inspectable(texts: readonly InputText[], secretPaths: ReadonlySet<string> | undefined): string[] {
  return texts
    .filter(({ path }) => INSPECTABLE.test(path))
    .filter(({ path, text }) => isBelow(path, secretPaths) || namesSecret(...variable(text)) || SECRET_TEXT.test(text))
    .map(({ path, text }) => (path.startsWith("envs.") && text.includes("=") ? `envs.${variable(text)[0]}` : path));
}

/** What the state would hold readable: inputs that are called or look like a secret and are none for Pulumi. */
function unprotected(texts: readonly InputText[], secretPaths: ReadonlySet<string>): string[] {
  return texts
    .filter(({ path }) => !isBelow(path, secretPaths) && !path.startsWith("envs."))
    .filter(({ path, text }) => namesSecret(path.slice(path.lastIndexOf(".") + 1), text) || SECRET_TEXT.test(text))
    .map(({ path }) => path);
}

/** A secret may be a whole object: everything below its path belongs to it. */
function isBelow(path: string, secretPaths: ReadonlySet<string> | undefined): boolean {
  const steps = path.split(".");
  return steps.some((_, index) => secretPaths?.has(steps.slice(0, index + 1).join(".")) === true);
}

function variable(text: string): [name: string, value: string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function namesSecret(name: string, value: string): boolean {
  return value !== "" && (SECRET_NAME.test(name) || CAMEL_SECRET_NAME.test(name));
}

import type { ResourceValidationPolicy } from "@pulumi/policy";
import { findTexts, type InputText } from "../inputs.ts";
import { secretPathsOf } from "../secret-paths.ts";
import { plaintextSecrets } from "../stack-file.ts";

const CONTAINER = "docker:index/container:Container";
/** Every environment begins with this resource, so the stack file is judged there, before anything is made. */
const ENVIRONMENT = "random:index/randomId:RandomId";

/** Inputs of a container that `docker inspect` shows to whoever may ask the engine, whatever Pulumi thinks of them. */
const INSPECTABLE = /^(?:envs|labels|command|entrypoints|healthcheck)\./;
const SECRET_NAME =
  /(?:^|[_.-])(?:password|passwd|passphrase|secret|token|credentials?|(?:private|api|access)[_-]?key)$/i;
const CAMEL_SECRET_NAME = /(?:Password|Passphrase|Secret|Token|Credentials?|PrivateKey|ApiKey|AccessKey)$/;
const SECRET_TEXT = /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^/\s:@]+:[^/\s@]+@/;

/** No secret lies readable in the stack file, in the state, or in what the container engine tells. Never prints a value. */
export const noPlaintextSecret: ResourceValidationPolicy = {
  name: "no-plaintext-secret",
  displayName: "No plaintext secret",
  description:
    "Secrets are encrypted in config and state, and reach a container as files, never as variables or labels.",
  enforcementLevel: "mandatory",
  severity: "critical",
  framework: {
    name: "NIST SP 800-190",
    version: "September 2017",
    reference: "4.1.4",
    specification:
      "Embedded clear text secrets: store secrets outside of images and provide them at run time as needed.",
  },
  remediationSteps:
    "Set the value with `pulumi config set --secret --path tidegate:secrets.SERVICE.NAME`, name it in the release's " +
    "`secrets`, and let the app read /run/secrets/NAME. A value that was readable is known: replace it.",
  url: "https://doi.org/10.6028/NIST.SP.800-190",
  validateResource: (args, reportViolation) => {
    const inFile = args.type === ENVIRONMENT ? plaintextSecrets() : [];
    const secretPaths = secretPathsOf(args.urn);
    const texts = findTexts(args.props);
    const readable = new Set([
      ...(args.type === CONTAINER ? inspectable(texts, secretPaths) : []),
      ...(secretPaths === undefined ? [] : unprotected(texts, secretPaths)),
    ]);
    for (const path of inFile) {
      reportViolation(`${path}: is a secret in plain text. Set it with \`pulumi config set --secret\`.`);
    }
    for (const path of readable) {
      reportViolation(`${path}: is a secret that others can read. Keep it out of here; apps get secrets as files.`);
    }
    if (secretPaths === undefined && readable.size === 0 && inFile.length === 0) {
      args.notApplicable("The engine ran no remediations, so nobody knows which inputs are secrets");
    }
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

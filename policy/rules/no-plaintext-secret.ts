import { holdsCommandSecret } from "../../model/secrets/command-secret.ts";
import { secretSign } from "../../model/secrets/secret-sign.ts";
import { commandLines, namedTexts, type NamedText } from "../named-texts.ts";
import type { JudgeContext, Rule } from "../rule.ts";
import { isInspectable, isWrapped } from "../secret-paths.ts";
import { plainTexts, plaintextSecrets } from "../stack-file.ts";

/** The first resource judged in each run of the pack, which has one context: mostly the stack itself. */
const firstResources = new WeakMap<JudgeContext, string>();

/** No secret lies readable in the stack file, in the state, or in what the container engine tells. Never prints a value. */
export const noPlaintextSecret: Rule = {
  id: "no-plaintext-secret",
  title: "No plaintext secret",
  group: "secrets",
  description:
    "No input of any resource and nothing in the stack file is a secret in plain text: by name, known format or randomness.",
  rationale:
    "Whoever may look at the stack file, at the state or at `docker inspect` has the secret, and backups and logs keep it. " +
    "No rule is shown what a program exports before everything is made; what that is made of is judged where it comes in.",
  severity: "critical",
  framework: {
    name: "NIST SP 800-190",
    version: "September 2017",
    reference: "4.1.4",
    specification:
      "Embedded clear text secrets: store secrets outside of images and provide them at run time as needed.",
  },
  remediation:
    "Set the value with `tidegate config set --secret --path tidegate:secrets.SERVICE.NAME`, name it in the release's " +
    "`secrets`, and let the app read /run/secrets/NAME. A value that was readable is known: replace it.",
  example: {
    refused: "environment: { DATABASE_PASSWORD: hunter2 }",
    accepted: "secrets: [DATABASE_PASSWORD]",
  },
  judges: "every type",
  judge: ({ type, urn, inputs, secretPaths }, context) => {
    const inFile = isFirst(urn, context) ? judgeStackFile(context.stack) : [];
    const texts = namedTexts(inputs);
    if (secretPaths !== undefined) {
      return [...inFile, ...violations(texts.filter(({ input }) => !isWrapped(input, secretPaths)))];
    }
    const found = [...inFile, ...violations(texts.filter(({ input }) => isInspectable(type, input)))];
    if (found.length > 0) return found;
    return { notApplicable: "The engine ran no remediations, so nobody knows which inputs are secrets" };
  },
};

/** The stack's file is judged once, and before anything is made: every program has a first resource. */
function isFirst(urn: string, context: JudgeContext): boolean {
  const first = firstResources.get(context) ?? urn;
  firstResources.set(context, first);
  return first === urn;
}

function judgeStackFile(stack: string): string[] {
  const misplaced = plaintextSecrets(stack);
  return [
    ...misplaced.map((path) => `${path}: is a secret in plain text. Set it with \`tidegate config set --secret\`.`),
    ...violations(plainTexts(stack).filter(({ path }) => !misplaced.includes(path))),
  ];
}

function violations(texts: readonly NamedText[]): string[] {
  const found = texts.flatMap(({ path, name, text }) => {
    const sign = secretSign(text, name);
    return sign === undefined ? [] : [{ path, sign }];
  });
  // Word by word, a command line does not tell what it hands to which program.
  const inWords = commandLines(texts)
    .filter(({ path, text }) => holdsCommandSecret(text) && !found.some((word) => word.path.startsWith(`${path}.`)))
    .map(({ path }) => ({ path, sign: "its format (password on a command line)" }));
  return [...found, ...inWords].map(
    ({ path, sign }) =>
      `${path}: must not be a secret in plain text, got one by ${sign}. ` +
      "Keep it out of here; apps get secrets as files.",
  );
}

import { InputError, ProblemsError } from "../../model/errors.ts";
import { imageReferenceProblem, parseImageReference } from "../../model/image-reference.ts";
import { isLoopback } from "../../model/loopback.ts";
import { presetHealthPath } from "../../model/presets.ts";
import { namedTier, type Tier } from "../../model/tier.ts";
import { ask } from "../run/ask.ts";
import { ANSWER_NAMES, answersSchema, problemOf, type AnswerName, type Answers } from "./answers.ts";
import type { LookedInto } from "./look-into-image.ts";
import { serviceNameOf } from "./names.ts";

/** What was said on the command line. */
export type Flags = Partial<Record<AnswerName, string>>;

export interface Gathering {
  stack: string;
  flags: Flags;
  /** Whether there is somebody to ask. */
  canAsk: boolean;
  look: (image: string) => Promise<LookedInto>;
}

/** Why each is asked for. */
const QUESTIONS: Readonly<Record<AnswerName, string>> = {
  image: "Image of the app, with a tag or digest",
  name: "Name of the service",
  port: "Port the app listens on in its container",
  path: "Path that answers 200 when the app is well",
  tier: "How strictly policies judge it (dev, stg or prod)",
};

/**
 * The answers of flags, image and user, in that order. Where nobody can be asked, everything that is missing or wrong is
 * told at once; a path is then what is usual for the framework, else `/`, and a name the image's own.
 */
export async function gatherAnswers(gathering: Gathering): Promise<{ answers: Answers; facts: LookedInto }> {
  const { flags, canAsk, stack } = gathering;
  assertTier(stack, flags.tier);
  const image = flags.image ?? (canAsk ? await askFor("image", undefined) : undefined);
  if (image === undefined) throw new ProblemsError(missing(["image", ...without(stack, flags)]));
  assertReference(image);
  const facts = await gathering.look(image);

  const known = guesses(stack, image, facts);
  const texts: Flags = { ...flags, image: facts.reference };
  const open: AnswerName[] = [];
  for (const name of ["name", "port", "path", "tier"] as const) {
    if (texts[name] !== undefined) continue;
    const guess = known[name];
    if (canAsk && !(name === "tier" && namedTier(stack) !== undefined)) {
      texts[name] = await askFor(name, guess.sure ?? guess.likely);
    } else if (guess.sure !== undefined) texts[name] = guess.sure;
    else open.push(name);
  }
  if (open.length > 0) throw new ProblemsError(missing(open, facts));
  const answers = parseAnswers(texts);
  assertPinned(answers);
  return { answers, facts };
}

function parseAnswers(texts: Flags): Answers {
  const values = { ...texts, port: numberOf(texts.port) };
  const problems = ANSWER_NAMES.flatMap((name) => problemOf(name, values[name]) ?? []);
  if (problems.length > 0) throw new ProblemsError(problems);
  return answersSchema.parse(values);
}

/** What may be taken unasked, and what is only offered. */
type Guess = Readonly<{ sure?: string | undefined; likely?: string | undefined }>;

function guesses(stack: string, image: string, facts: LookedInto): Record<Exclude<AnswerName, "image">, Guess> {
  const { ports, health, preset } = facts;
  const usualPath = preset === undefined ? undefined : presetHealthPath(preset);
  const only = ports.length === 1 ? ports[0] : undefined;
  return {
    name: { sure: serviceNameOf(image) },
    port: { sure: (health.port ?? only)?.toString(), likely: ports[0]?.toString() },
    path: { sure: health.path ?? usualPath ?? "/" },
    tier: { sure: namedTier(stack), likely: "dev" },
  };
}

function askFor(name: AnswerName, fallback: string | undefined): Promise<string> {
  const check = (answer: string) => {
    if (name !== "image") return problemOf(name, name === "port" ? numberOf(answer) : answer);
    return parseImageReference(answer) === undefined ? imageProblem(answer) : undefined;
  };
  return ask({ text: QUESTIONS[name], problemOf: check, ...(fallback === undefined ? {} : { fallback }) });
}

function numberOf(text: string | undefined): unknown {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

/** What cannot be known before the image was looked into. */
function without(stack: string, flags: Flags): AnswerName[] {
  return flags.tier === undefined && namedTier(stack) === undefined ? ["tier"] : [];
}

function missing(names: readonly AnswerName[], facts?: LookedInto): string[] {
  const why: Partial<Record<AnswerName, string>> = {
    port: `the image exposes ${facts?.ports.length ? facts.ports.join(" and ") : "none"}`,
  };
  const reason = (name: AnswerName) => (why[name] === undefined ? "" : `, and ${why[name]}`);
  return names.map(
    (name) => `--${name}: is missing${reason(name)}. Give it as a flag: ${lowerFirst(QUESTIONS[name])}.`,
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function assertTier(stack: string, declared: string | undefined): void {
  const named = namedTier(stack);
  if (declared === undefined || named === undefined || declared === named) return;
  throw new InputError(
    `--tier: a stack called ${JSON.stringify(stack)} is of the tier ${named}, got ${JSON.stringify(declared)}. ` +
      "Leave the flag out, or call the stack otherwise.",
  );
}

function assertReference(image: string): void {
  if (parseImageReference(image) === undefined) throw new InputError(imageProblem(image));
}

function imageProblem(image: string): string {
  const [wrong, remedy] = imageReferenceProblem(image).split("|");
  return `--image: ${wrong}, got ${JSON.stringify(image)}. ${remedy}`;
}

/** The policies of stg and prod take an image by its digest only, which only a registry gives it. */
function assertPinned({ image, tier }: Answers): void {
  const { digest, registry } = parseImageReference(image) ?? {};
  const strict: readonly Tier[] = ["stg", "prod"];
  if (!strict.includes(tier) || digest !== undefined || (registry !== undefined && isLoopback(registry))) return;
  throw new InputError(
    `--image: must have a digest in ${tier}, and no registry has given it one, got ${JSON.stringify(image)}. ` +
      "Push it with `docker push`, or name it with its digest.",
  );
}

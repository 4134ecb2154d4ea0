/** Shorter ones cannot be told from names; keys worth their name have 128 bits, 22 characters of base64. */
const MIN_LENGTH = 20;
/** Longer ones are data: certificates, archives, images. Private keys and tokens of that length are known formats. */
const MAX_LENGTH = 256;
/** Bits per character, as gitleaks asks for in its rule `generic-api-key`. English words have about 3, base64 up to 6. */
const MIN_BITS = 3.5;
/** How often neighbors are of different classes (upper case, lower case, digit). Random: 0.6, or 0.4 in one case; camelCase: 0.3. */
const MIN_CHANGES_MIXED_CASE = 0.4;
const MIN_CHANGES_ONE_CASE = 0.2;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
/** What a Docker engine is called (`docker info`): a public name. */
const ENGINE_ID = /^[A-Z2-7]{4}(?::[A-Z2-7]{4}){11}$/;
/** Digests, hashes of commits and ids of containers: public names of something. */
const HEX = /^(?:0x)?[0-9a-f]+$/i;
const DIGEST = /^(?:sha\d{1,3}|md5|h1)[-:]/i;
/** An address, a path, an ARN, an image pinned by digest: names with a structure, whose parts are not judged. */
const STRUCTURED = /:\/\/|^arn:|^[./~]|@sha256:/;
/** Public keys and certificates: `ssh-rsa AAAA…`, DER in base64, a PEM frame in base64. */
const PUBLIC_KEY = /^(?:AAAA[BCE]|MI[A-P]|LS0tLS1CRUdJTiB)/;

/** Whether one word looks like a key or token without a known format. */
export function looksRandom(word: string): boolean {
  if (word.length < MIN_LENGTH || word.length > MAX_LENGTH) return false;
  if (!/^[\w+/=.~:-]+$/.test(word) || DIGEST.test(word) || ENGINE_ID.test(word)) return false;
  if (PUBLIC_KEY.test(word) || STRUCTURED.test(word)) return false;
  const random = word
    .replace(UUID, "-")
    .split(/[-_.:/+=~]+/)
    .filter(mixesClasses)
    .join("");
  return random.length >= MIN_LENGTH && entropy(random) >= MIN_BITS;
}

/**
 * Entropy of a text's characters, in bits per character: H = -Σ p(c) log2 p(c), where p(c) is how often c occurs.
 * C. E. Shannon, A Mathematical Theory of Communication (1948), section 6.
 */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}

/** Words, numbers, words with a number behind, and hashes do not: they are what names are made of. */
function mixesClasses(part: string): boolean {
  if (HEX.test(part) || /^[A-Za-z]*\d*$/.test(part)) return false;
  const classes = [...part].map(classOf);
  const changes = classes.filter((each, index) => index > 0 && each !== classes[index - 1]).length;
  const isMixedCase = classes.includes("upper") && classes.includes("lower");
  return changes / part.length >= (isMixedCase ? MIN_CHANGES_MIXED_CASE : MIN_CHANGES_ONE_CASE);
}

function classOf(character: string): "digit" | "upper" | "lower" {
  if (/\d/.test(character)) return "digit";
  return /[A-Z]/.test(character) ? "upper" : "lower";
}

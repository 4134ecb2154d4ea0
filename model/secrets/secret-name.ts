const SECRET_WORDS = new Set(
  "password passwd passphrase pass pwd pw requirepass secret secrets token tokens apikey credential credentials creds dsn salt jwt".split(
    " ",
  ),
);
/** The same in other languages, as the end of a word: `数据库密码`, `dbPasswort`. Letters without their marks. */
const FOREIGN_ENDING = new RegExp(
  `(?:${(
    "密码 密碼 口令 密钥 密鑰 令牌 パスワード 비밀번호 암호 пароль contraseña senha motdepasse passwort kennwort wachtwoord hasło " +
    "heslo lösenord salasana şifre jelszó adgangskode passord"
  )
    .split(" ")
    .map(withoutMarks)
    .join("|")})$`,
  "u",
);
/** Names of several words. */
const FOREIGN_WORDS = "mot de passe";
/** Keys are many things; these are to be kept secret. */
const SECRET_KEYS = new Set(
  (
    "access account admin api app auth client cookie deploy encryption hmac license master private root secret service " +
    "session shared signing ssh storage webhook"
  ).split(" "),
);
/** A last word that makes the name one of something about a secret: `TOKEN_URL`, `PASSWORD_FILE`, `secretArn`. */
const DESCRIBING_WORDS = new Set(
  (
    "alg algorithm arn audience backend cache cookie count days dir enabled endpoint expires expiry field file folder format group header host " +
    "hasher hours id issuer leeway length lifetime limit manager max method min minutes mode name path policy port prefix provider ref " +
    "required reset role rotation rounds scope seconds size skew status store strategy timeout ttl type uri url version volume"
  ).split(" "),
);
const COUNTING_WORDS = new Set(["max", "min", "num"]);
/** What is counted in the middle of a name, too: `OPENAI_MAX_OUTPUT_TOKENS`. Not `HBO_MAX_PASSWORD`. */
const COUNTED_WORDS = new Set(["tokens", "secrets"]);
/** `TOKENS_PER_MINUTE`: a rate. */
const RATE_WORD = "per";
/** Names written in one word: `PGPASSWORD`, `accesstoken`. */
const SECRET_ENDING = /(?:password|passwd|passphrase|secret|token|apikey)$/;

/** Whether a variable, label or input of this name is meant to hold a secret: `DB_PASSWORD`, `apiKey`, `--auth-token`. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  if (DESCRIBING_WORDS.has(words.at(-1) ?? "") || words.includes(RATE_WORD) || namesCount(words)) return false;
  if (words.join(" ").includes(FOREIGN_WORDS)) return true;
  return words.some(
    (word, index) =>
      SECRET_WORDS.has(word) ||
      SECRET_ENDING.test(word) ||
      FOREIGN_ENDING.test(word) ||
      (/^keys?$/.test(word) && SECRET_KEYS.has(words[index - 1] ?? "")),
  );
}

/** Whether a name says itself that its value is for everybody: `RECAPTCHA_SITE_KEY`, `stripePublishableKey`. */
export function namesPublic(name: string): boolean {
  const words = wordsOf(name);
  return words.some(
    (word, index) =>
      /^(?:sitekey|publishable)$/.test(word) || (word === "key" && /^(?:site|public)$/.test(words[index - 1] ?? "")),
  );
}

/** Whether the last word of a name is that of a key of some kind. */
export function namesKey(name: string): boolean {
  return /^(?:keys?|secrets?)$/.test(wordsOf(name).at(-1) ?? "");
}

function namesCount(words: readonly string[]): boolean {
  const at = words.findIndex((word) => COUNTING_WORDS.has(word));
  return at === 0 || (at > 0 && words.slice(at).some((word) => COUNTED_WORDS.has(word)));
}

/** Lower case, without the digits that number them. */
function wordsOf(name: string): string[] {
  return withoutMarks(name)
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/\d+$/, ""))
    .filter((word) => word !== "");
}

/** `contraseña` → `contrasena`: accents are left out as often as not. */
function withoutMarks(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ł", "l").replaceAll("Ł", "L");
}

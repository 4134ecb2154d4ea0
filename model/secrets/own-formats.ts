import { canBeSecret } from "./secret-value.ts";

/** A known form of secret. A group `secret`, where there is one, must not be a placeholder. */
interface Format {
  kind: string;
  pattern: RegExp;
}

/**
 * What the library does not know: it leaves out keys that are encrypted or shorter than real ones, addresses whose
 * password looks simple, and vendors it has no rule for.
 */
const FORMATS: readonly Format[] = [
  { kind: "private key", pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: "private key", pattern: /PuTTY-User-Key-File-\d/g },
  { kind: "private key", pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/g },
  // DER in base64, without its PEM frame: PKCS#8 and PKCS#1 begin with a length and version 0.
  { kind: "private key", pattern: /(?<![\w+/])MII[A-Za-z0-9+/]{3}IBA[AD][A-Za-z0-9+/]{80}/g },
  // The same frame in base64, as it is put into variables.
  {
    kind: "private key",
    pattern: /LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFW|BSU0EgUFJJVkFURSBLRV|BFQyBQUklWQVRFIEtFW|BPUEVOU1NIIFBSSVZBVEUgS0VZ)/g,
  },
  {
    kind: "address with a password",
    pattern: /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:(?<secret>[^\s/"'@]+)@/gi,
  },
  { kind: "JSON Web Token", pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g },
  { kind: "authorization header", pattern: /\b(?:Bearer|Basic)\s+(?<secret>(?=[^\s"']*\d)[\w+/=.~-]{12,})/gi },
  { kind: "AWS access key", pattern: /\b(?:AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)[A-Z0-9]{16}\b/g },
  { kind: "Google API key", pattern: /\bAIza[\w-]{35}(?![\w-])/g },
  { kind: "Google OAuth secret", pattern: /\bGOCSPX-[\w-]{20,}/g },
  { kind: "Google access token", pattern: /\bya29\.[\w-]{20,}/g },
  { kind: "Telegram bot token", pattern: /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g },
  { kind: "Discord webhook", pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{15,}\/[\w-]{40,}/g },
  { kind: "Teams webhook", pattern: /\.webhook\.office\.com\/webhookb2\/[\w@-]{36,}\/IncomingWebhook\/\w{20,}/g },
  {
    kind: "WeCom robot",
    pattern: /qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?(?:[^\s"']*&)?key=(?<secret>[\w-]{20,})/g,
  },
  {
    kind: "Feishu robot",
    pattern: /open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/(?:v2\/)?hook\/(?<secret>[\w-]{20,})/g,
  },
  {
    kind: "DingTalk robot",
    pattern: /oapi\.dingtalk\.com\/robot\/send\?(?:[^\s"']*&)?access_token=(?<secret>\w{20,})/g,
  },
  {
    kind: "Google Chat webhook",
    pattern: /chat\.googleapis\.com\/v1\/spaces\/[^\s"']+[?&]token=(?<secret>[\w%-]{20,})/g,
  },
  { kind: "Zapier webhook", pattern: /hooks\.zapier\.com\/hooks\/catch\/\d+\/(?<secret>\w{5,})/g },
  { kind: "Twilio key", pattern: /\bSK[0-9a-f]{32}\b/g },
  { kind: "Mailgun key", pattern: /\bkey-[0-9a-f]{32}\b/g },
  { kind: "DigitalOcean token", pattern: /\bdo[opr]_v1_[0-9a-f]{64}\b/g },
  { kind: "PyPI token", pattern: /\bpypi-AgE[\w-]{50,}/g },
  { kind: "RubyGems key", pattern: /\brubygems_[0-9a-f]{48}\b/g },
  { kind: "Pulumi token", pattern: /\bpul-[0-9a-f]{40}\b/g },
  { kind: "Terraform token", pattern: /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/g },
  { kind: "Atlassian token", pattern: /\bATATT3[\w=-]{60,}/g },
  { kind: "New Relic key", pattern: /\bNRAK-[A-Z0-9]{27}\b/g },
  { kind: "Sentry token", pattern: /\bsntrys_[\w+/=]{40,}/g },
  { kind: "Azure signature", pattern: /[?&]sig=(?<secret>[A-Za-z0-9%+/]{40,})/g },
];

/** What kind of secret a text holds, by the formats the library lacks; undefined when it holds none. */
export function ownFormat(text: string): string | undefined {
  return FORMATS.find(
    ({ pattern }) =>
      text.search(pattern) >= 0 && // most texts end here, at a tenth of the price
      [...text.matchAll(pattern)].some((match) => canBeSecret(match.groups?.["secret"] ?? match[0])),
  )?.kind;
}

// Words that name a secret as a part of a variable's name. Rather one too many: what is encrypted can still be read by
// the app, what is not lies open in the repository.
const SECRET_WORDS =
  /(?:^|_)(?:PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRET|SECRETS|TOKEN|TOKENS|KEY|KEYS|APIKEY|CREDENTIAL|CREDENTIALS|CREDS|PRIVATE|DSN|AUTH|SALT|CERT|CERTIFICATE|WEBHOOK|JWT)(?:_|$|\d)/i;
const SECRET_ENDINGS = /(?:PASSWORD|SECRET|TOKEN|APIKEY)$/i;

const URL_WITH_CREDENTIALS = /[a-z][a-z0-9+.-]*:\/\/[^\s/@]*:[^\s/@]+@/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Whether a variable is to be encrypted, by its name (`DB_PASSWORD`) or its value (`postgres://user:password@host`). */
export function isSecret(name: string, value: string): boolean {
  return (
    SECRET_WORDS.test(name) || SECRET_ENDINGS.test(name) || URL_WITH_CREDENTIALS.test(value) || PRIVATE_KEY.test(value)
  );
}

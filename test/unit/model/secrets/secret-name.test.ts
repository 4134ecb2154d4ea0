import { describe, expect, it } from "vitest";
import { namesSecret } from "../../../../model/secrets/secret-name.ts";

describe("namesSecret", () => {
  it.each([
    "password",
    "DB_PASSWORD",
    "PASSWORD2",
    "DB_PASSWORD_2",
    "dbPassword",
    "PGPASSWORD",
    "--auth-token",
    "id_token",
    "SECRET_KEY_BASE",
    "AWS_SECRET_ACCESS_KEY",
    "apiKey",
    "APIKey",
    "tls.private-key",
    "DB_CREDENTIALS",
    "SENTRY_DSN",
    "HBO_MAX_PASSWORD",
    "PWD",
    ...[
      "密码",
      "数据库密码",
      "DB_密码",
      "密碼",
      "パスワード",
      "비밀번호",
      "пароль",
      "DB_ПАРОЛЬ",
      "contraseña",
      "CONTRASENA",
    ],
    ...["senha", "Passwort", "dbPasswort", "DB_KENNWORT", "mot de passe", "MOT_DE_PASSE", "motDePasse", "wachtwoord"],
    ...["hasło", "heslo", "lösenord", "salasana", "şifre", "jelszó", "adgangskode"],
  ])("is true for %s", (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  it.each([
    "",
    "value",
    "key",
    "KEY",
    "publicKey",
    "partition_key",
    "TOKEN_FILE",
    "TOKEN_URL",
    "secretArn",
    "secretName",
    "secretVolume",
    "PASSWORD_MIN_LENGTH",
    "MAX_TOKENS",
    "OPENAI_MAX_TOKENS",
    "anthropicMaxOutputTokens",
    "AWS_ACCESS_KEY_ID",
    "MONKEY",
    "TOKENIZER",
    "COMPASS",
    "PASSENGER_COUNT",
    "passwordless",
    ...["ключ", "密码学", "kennwortlos", "mots", "RECAPTCHA_SITE_KEY"],
  ])("is false for %j", (name) => {
    expect(namesSecret(name)).toBe(false);
  });
});

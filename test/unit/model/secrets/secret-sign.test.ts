import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretSign } from "../../../../model/secrets/secret-sign.ts";
import { FALSE_POSITIVES, TRUE_POSITIVES } from "../../../support/secret-corpus.ts";

describe("secretSign", () => {
  it.each(TRUE_POSITIVES)("knows a $kind", ({ text, name }) => {
    expect(secretSign(text, name)).toMatch(
      /^its name$|^its being a well-known password$|^its format \([\w ]+\)$|^a name in it$|^its randomness$/,
    );
  });

  it.each(FALSE_POSITIVES)("does not mind a $kind: $text", ({ text, name }) => {
    expect(secretSign(text, name)).toBeUndefined();
  });

  it.each([
    ["GitHub token", "its format (github)"],
    ["Slack bot token", "its format (slack)"],
    ["Stripe key", "its format (stripe)"],
    ["GitLab token", "its format (gitlab)"],
    ["Vault service token", "its format (hashicorp vault)"],
    ["AWS secret access key", "its format (aws)"],
  ])("leaves the %s to the library", (kind, sign) => {
    expect(secretSign(TRUE_POSITIVES.find((entry) => entry.kind === kind)?.text ?? "")).toBe(sign);
  });

  it("finds a token within lines of other text", () => {
    const token = TRUE_POSITIVES.find(({ kind }) => kind === "GitHub token")?.text ?? "";
    expect(secretSign(`global\n  log stdout\n  # ${token}\ndefaults`)).toBe("its format (github)");
  });

  it("is not lulled by a placeholder before the secret, nor by brackets around everything", () => {
    const addresses = "postgres://a:${PASSWORD}@db/a postgres://b:hunter2@db/b";
    expect(secretSign(addresses)).toBe("its format (address with a password)");
    expect(secretSign(`<config>${addresses}</config>`)).toBe("its format (address with a password)");
    expect(secretSign("/k7Qp2ZxV9mT4wB8nR3sL", "API_TOKEN")).toBe("its name");
  });

  it("ignores comments that switch the library's rules off", () => {
    const token = TRUE_POSITIVES.find(({ kind }) => kind === "GitHub token")?.text ?? "";
    expect(secretSign(`/* secretlint-disable */ ${token}`)).toBe("its format (github)");
  });

  it.each(["changeme", "example", "1234"])("takes %s under a secret's name for one: where it runs, it is", (word) => {
    expect(secretSign(word, "DB_PASSWORD")).toBe("its name");
    expect(secretSign(word, "SETTING")).toBeUndefined();
  });

  it.each(["10", "00", "01", "1.0"])("takes no number under a secret's name for a switch but 0 and 1: %s", (number) => {
    expect(secretSign(number, "DB_PASSWORD")).toBe("its name");
    expect(secretSign(`DB_PASSWORD=${number}`)).toBe("a name in it");
  });

  it("takes PWD for a folder only where it is a path, because connection strings call a password so", () => {
    expect(secretSign("PWD=/srv/app serve")).toBeUndefined();
    expect(secretSign("UID=shop;PWD=hunter2")).toBe("a name in it");
    expect(secretSign("hunter2", "PWD")).toBe("its name");
    expect(secretSign("/app", "DB_PWD")).toBe("its name");
    expect(secretSign("/k7Qp+2ZxV9=", "PWD")).toBe("its name");
  });

  it.each([
    "curl -fsS -u admin:hunter2 http://127.0.0.1:3000/healthz",
    "curl -sfuadmin:hunter2 http://127.0.0.1/",
    "curl --user 'admin:hunter2' http://127.0.0.1/",
    "curl --proxy-user=me:hunter2 http://x/",
    "mysqladmin ping -uroot -phunter2",
    "mariadb-admin ping -u root -phunter2",
    "redis-cli -h cache -a hunter2 ping",
    "mongosh -u root -p hunter2 --eval 'db.runCommand(1)'",
    "ldapsearch -D cn=admin -w hunter2",
    "sshpass -p hunter2 ssh web-1",
  ])("sees the password that a command line hands over: %s", (line) => {
    expect(secretSign(line)).toBe("its format (password on a command line)");
    expect(secretSign(line.replace("hunter2", "$PASSWORD"))).toBeUndefined();
  });

  it.each([
    ["WeCom robot", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=ID"],
    ["Feishu robot", "https://open.feishu.cn/open-apis/bot/v2/hook/ID"],
    ["Feishu robot", "https://open.larksuite.com/open-apis/bot/v2/hook/ID"],
    ["DingTalk robot", `https://oapi.dingtalk.com/robot/send?access_token=${"4f6d".repeat(16)}`],
    ["Google Chat webhook", "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=k&token=ID"],
    ["Zapier webhook", "https://hooks.zapier.com/hooks/catch/123456/abc1def"],
  ])("knows the address of a %s, which is its key", (kind, address) => {
    expect(secretSign(address.replace("ID", "3f2b8c1e-7d4a-4e6b-9c0d-5a1f2e3b4c6d"))).toBe(`its format (${kind})`);
  });

  it("knows names of other languages within a text, too", () => {
    expect(secretSign("密码=hunter2 serve")).toBe("a name in it");
    expect(secretSign("contraseña: hunter2")).toBe("a name in it");
    expect(secretSign("serve --passwort hunter2")).toBe("a name in it");
  });

  it.each([
    ["S3_KEY", "minioadmin"],
    ["KEYSTORE_KEY", "changeit"],
    ["uploadKeys", "Passw0rd"],
  ])("takes %s=%s for what everybody knows", (name, value) => {
    expect(secretSign(value, name)).toBe("its being a well-known password");
    expect(secretSign(value, "SETTING")).toBeUndefined();
    expect(secretSign("blue", name)).toBeUndefined();
  });

  it("is not lulled by a public key beside a secret one, nor by the form of an older one", () => {
    const publishable = "pk_live_51HxkQ2eZvKYlo2C0AbCdEfGhIjKlMn";
    const secret = publishable.replace("pk_", "sk_");
    expect(secretSign(`${publishable} ${secret}`, "STRIPE_KEYS")).toBe("its format (stripe)");
    expect(secretSign(secret, "STRIPE_PUBLISHABLE_KEY")).toBe("its format (stripe)");
    expect(secretSign(`https://${"4f6d".repeat(8)}:${"1a2b".repeat(8)}@sentry.example.com/12`)).toMatch(/password/);
  });

  it("needs no more than a moment for any long text", () => {
    const parts = [
      "a",
      "a=",
      "a-",
      "a.",
      "a:",
      '"a',
      "://",
      "-a ",
      "eyJ",
      "AKIA",
      "Bearer ",
      "\n ",
      "=",
      "-----BEGIN ",
      "curl ",
      "curl -u ",
      "pk_live_",
      "site_key ",
      "密",
    ];
    for (const part of parts) {
      const started = performance.now();
      secretSign(part.repeat(100_000 / part.length));
      expect(performance.now() - started).toBeLessThan(2000); // 0.1 s is usual; a square would take ten
    }
  });

  it("never says a part of the text", () => {
    fc.assert(
      fc.property(fc.constantFrom(...TRUE_POSITIVES), ({ text, value, name }) => {
        expect(secretSign(text, name)).not.toContain(value);
      }),
    );
  });
});

describe("the corpus", () => {
  it("has at least 40 secrets and 60 texts that are none, each as its file says", () => {
    expect(TRUE_POSITIVES.length).toBeGreaterThanOrEqual(40);
    expect(FALSE_POSITIVES.length).toBeGreaterThanOrEqual(60);
    expect(TRUE_POSITIVES.filter(({ secret }) => !secret)).toEqual([]);
    expect(FALSE_POSITIVES.filter(({ secret }) => secret)).toEqual([]);
  });

  it("has secrets that can be searched for: each only once, and long enough not to occur by chance", () => {
    const values = TRUE_POSITIVES.map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
    expect(values.filter((value) => value.length < 12)).toEqual([]);
    expect(TRUE_POSITIVES.filter(({ text, value }) => !text.includes(value))).toEqual([]);
    const others = FALSE_POSITIVES.map(({ text }) => text).join("\n");
    expect(values.filter((value) => others.includes(value))).toEqual([]);
  });
});

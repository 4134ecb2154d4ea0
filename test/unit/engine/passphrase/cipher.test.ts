import { beforeAll, describe, expect, it } from "vitest";
import { Cipher } from "../../../../engine/passphrase/cipher.ts";

// Made by `pulumi stack init` and `pulumi config set --secret` of the stock CLI, passphrase "correct horse".
const SALT = "v1:K47Lziuuk1w=:v1:AKyrusPi0POkiCkP:bQ5Ffsd8eV+cKa7S05VzJ75a8do+pQ==";
const SEALED = "v1:njp3UQKevP9Gm8TU:tNjrbU9HOplXVI5yn3t9eVslTcMMI1gs9o1g";

describe("a cipher", () => {
  let cipher: Cipher;
  beforeAll(async () => {
    cipher = await Cipher.open(SALT, "correct horse", "Pulumi.dev.yaml");
  });

  it("reads what the stock CLI wrote", () => {
    expect(cipher.decrypt(SEALED, "a")).toBe("open sesame");
  });

  it("reads what it wrote, each time another text", () => {
    const [one, two] = [cipher.encrypt("ü"), cipher.encrypt("ü")];
    expect(one).not.toBe(two);
    expect([cipher.decrypt(one, "a"), cipher.decrypt(two, "a")]).toEqual(["ü", "ü"]);
  });

  it("refuses a wrong passphrase, and says that it is wrong", async () => {
    await expect(Cipher.open(SALT, "wrong", "Pulumi.dev.yaml")).rejects.toThrow(
      "Pulumi.dev.yaml: the passphrase is wrong. Set PULUMI_CONFIG_PASSPHRASE",
    );
  });

  it.each([SEALED.replace("tNjr", "tNjs"), "v1:x", "", "v2:a:b"])("refuses %j, and names the key", (sealed) => {
    expect(() => cipher.decrypt(sealed, "Pulumi.dev.yaml: test:token")).toThrow(
      "Pulumi.dev.yaml: test:token: the secret cannot be decrypted with this stack's passphrase.",
    );
  });

  it("refuses a salt that is none", async () => {
    await expect(Cipher.open("v1:abc", "x", "Pulumi.dev.yaml")).rejects.toThrow("is not one of Pulumi's");
  });

  it("of a new stack is opened again by its salt", async () => {
    const created = await Cipher.create("");
    const opened = await Cipher.open(created.salt, "", "Pulumi.dev.yaml");
    expect(opened.decrypt(created.encrypt("x"), "a")).toBe("x");
  });
});

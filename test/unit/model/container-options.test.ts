import { expect, test } from "vitest";
import { containerOptions } from "../../../components/container-options.ts";
import { containerOptionsSchema } from "../../../model/container-options.ts";
import { releaseHash, releaseSchema, userOf } from "../../../model/release.ts";

const release = { version: "1.0.0", image: "shop:1.0.0" };

test.each([
  { privileged: true },
  { networkMode: "host" },
  { user: "root" },
  { capabilities: { adds: ["chown"] } },
  { hosts: [{ host: "db", ip: "db" }] },
  { shmSize: "64" },
  { devices: [{ hostPath: "sda" }] },
])("refuses %j", (options) => {
  expect(containerOptionsSchema.safeParse(options).success).toBe(false);
});

test("becomes inputs of the provider, as the engine reports them", () => {
  const options = containerOptionsSchema.parse({
    user: "0",
    shmSize: "1GiB",
    capabilities: { adds: ["SETUID", "CAP_CHOWN"] },
  });
  expect(containerOptions(options)).toEqual({
    shmSize: 1024,
    capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN", "CAP_SETUID"] },
  });
  expect(containerOptions(undefined)).toEqual({});
});

test("is sealed with the release, and changes no hash of one without it", () => {
  const plain = releaseSchema.parse(release);
  const root = releaseSchema.parse({ ...release, container: { user: "0:0" } });
  expect(plain).not.toHaveProperty("container");
  expect(releaseHash(root, null)).not.toBe(releaseHash(plain, null));
  expect([userOf(plain), userOf(root)]).toEqual(["10001:10001", "0:0"]);
});

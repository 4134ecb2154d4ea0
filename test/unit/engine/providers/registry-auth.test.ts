import { expect, test } from "vitest";
import { loginFor, readRegistryAuth, registryOf } from "../../../../engine/embedded/providers/docker/registry-auth.ts";

const auth = [
  { address: "https://registry.example.com/v2/", username: "me", password: "p1" },
  { address: "127.0.0.1:5000", username: "you", password: "p2" },
  { address: "docker.io", username: "hub", password: "p3" },
];

test.each([
  ["registry.example.com/acme/shop:1", "me"],
  ["127.0.0.1:5000/shop@sha256:" + "0".repeat(64), "you"],
  ["debian:forky-slim", "hub"],
  ["acme/shop:1", "hub"],
])("logs in for %s as %s", (image, username) => {
  expect(loginFor(image, readRegistryAuth(auth))?.username).toBe(username);
});

test("has no login for another registry", () => {
  expect(loginFor("other.example.com/acme/shop:1", readRegistryAuth(auth))).toBeUndefined();
  expect(registryOf("other.example.com/acme/shop:1")).toBe("other.example.com");
});

test("reads the JSON text in which the SDK hands it over", () => {
  expect(readRegistryAuth(JSON.stringify(auth))).toEqual(readRegistryAuth(auth));
});

test("names an option it does not have, and never a password", () => {
  expect(() => readRegistryAuth([{ address: "registry.example.com", configFile: "x" }])).toThrow(
    "registryAuth[0].configFile",
  );
  expect(() => readRegistryAuth('{"password": "hunter2')).toThrow(/^(?!.*hunter2)/);
});

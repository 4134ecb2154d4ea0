import { expect, it } from "vitest";
import { serviceNameOf, versionOf } from "../../../../cli/init/names.ts";
import { serviceNameSchema } from "../../../../model/service.ts";

const DIGEST = `sha256:0123456789abcdef${"0".repeat(48)}`;

it.each([
  ["registry.example.com/team/my_shop:1.4.1", "my-shop"],
  ["nginx:1.27", "nginx"],
  ["127.0.0.1:5000/2048-game:1", "game"],
  ["a-name-that-is-longer-than-a-service-name:1", "a-name-that-is-longer-th"],
  ["127.0.0.1:5000/42:1", "app"],
])("calls the service of %s %s", (image, name) => {
  expect(serviceNameOf(image)).toBe(name);
  expect(serviceNameSchema.safeParse(name).success).toBe(true);
});

it.each([
  ["shop:1.4.1", "1.4.1"],
  [`shop:1.4.1@${DIGEST}`, "1.4.1"],
  [`shop@${DIGEST}`, "0123456789ab"],
])("calls the release of %s %s", (image, version) => {
  expect(versionOf(image)).toBe(version);
});

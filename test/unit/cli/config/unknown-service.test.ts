import { expect, it } from "vitest";
import { unknownService } from "../../../../cli/config/unknown-service.ts";

it.each([
  ["shpo", ["shop", "blog"], 'Pulumi.dev.yaml: declares no service "shpo". Did you mean shop?'],
  ["api", ["shop", "blog"], 'Pulumi.dev.yaml: declares no service "api". It has blog, shop.'],
  ["api", [], 'Pulumi.dev.yaml: declares no service "api". It has none yet.'],
])("tells what a file has where it has no %s", (service, names, said) => {
  expect(unknownService("Pulumi.dev.yaml", service, names).message).toBe(said);
});

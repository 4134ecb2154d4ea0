import { expect, it } from "vitest";
import { secretPlace } from "../../../model/secret-place.ts";

it.each([
  ["tidegate:secrets.shop.TOKEN", "secret"],
  ['tidegate:secrets["shop"].TOKEN', "secret"],
  ["tidegate:certificates.main", "secret"],
  ["tidegate:registries.example.password", "secret"],
  ['tidegate:registries["registry.example.com"].password', "secret"],
  ['tidegate:registries["registry.example.com"]["password"]', "secret"],
  ['tidegate:registries["registry.example.com"].username', "either"],
  ["tidegate:secrets", "secret"],
  ["tidegate:registries", "secret"],
  ["tidegate:host", "plain"],
  ["tidegate:services.shop.release.environment.TOKEN", "plain"],
  ["aws:region", "either"],
])("knows what %s takes: %s", (path, place) => {
  expect(secretPlace(path)).toBe(place);
});

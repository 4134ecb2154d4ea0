import { expect, it } from "vitest";
import { chooseListen } from "../../../../cli/init/choose-listen.ts";

it.each([
  [[], "127.0.0.1:8080", "127.0.0.1:8081"],
  [[8080], "127.0.0.1:8082", "127.0.0.1:8083"],
  [[8081, 8083], "127.0.0.1:8084", "127.0.0.1:8085"],
])("with the ports %j taken listens on %s and %s", (taken, http, preview) => {
  expect(chooseListen(new Set(taken))).toEqual({ http, preview });
});

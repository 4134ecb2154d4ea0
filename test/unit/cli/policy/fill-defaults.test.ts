import { expect, test } from "vitest";
import { fillDefaults } from "../../../../cli/policy/fill-defaults.ts";
import { serviceSchema } from "../../../../model/service.ts";

const SOUND = { activeColor: "blue", blue: { version: "1", image: "shop:1" } };

test("gives a sound service what the schema gives it", () => {
  expect(fillDefaults(SOUND)).toEqual(serviceSchema.parse(SOUND));
});

test("leaves what is wrong as it was written, and gives the rest its defaults", () => {
  const filled = fillDefaults({
    activeColor: "purple",
    replicas: 0,
    gate: { passes: "many" },
    blue: { version: "1", image: "shop:latest", enviroment: { A: "1" } },
    green: { version: 2 },
  });
  expect(filled).toMatchObject({
    activeColor: "purple",
    replicas: 0,
    drain: "10s",
    gate: { passes: "many", interval: "100ms" },
    blue: { version: "1", image: "shop:latest", enviroment: { A: "1" }, user: "10001:10001" },
    green: { version: 2, port: 3000 },
  });
  expect(filled?.["green"]).toHaveProperty("image", undefined);
});

test.each([[{ activeColor: "blue", blue: "shop:1", green: 5 }], [{ activeColor: "blue" }]])(
  "says that nothing can be made of %j",
  (declared) => expect(fillDefaults(declared)).toBeUndefined(),
);

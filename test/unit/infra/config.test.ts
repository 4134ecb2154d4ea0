import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadConfig } from "../../../infra/config.ts";
import { ProblemsError } from "../../../model/errors.ts";

/** The config as the engine hands it to a program: texts as they are, everything else as JSON. */
function given(config: Record<string, string>, secretKeys: readonly string[] = []): void {
  pulumi.runtime.setAllConfig(config);
  vi.stubEnv("PULUMI_CONFIG_SECRET_KEYS", JSON.stringify(secretKeys));
}

describe("the config of a stack", () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
    vi.unstubAllEnvs();
  });

  it("reads texts, numbers, booleans, lists and objects, and leaves other namespaces alone", () => {
    given({
      "tidegate:host": "ssh://deploy@prod-1",
      "tidegate:allowEdgeReplace": "true",
      "tidegate:retire": '["old"]',
      "tidegate:services": JSON.stringify({ shop: { activeColor: "blue", blue: { version: "1", image: "shop:1" } } }),
      "docker:host": "unix:///elsewhere",
    });
    const config = loadConfig();
    expect(config).toMatchObject({ host: "ssh://deploy@prod-1", allowEdgeReplace: true, retire: ["old"] });
    expect(config.services["shop"]?.blue?.image).toBe("shop:1");
  });

  it("names a key that there is not", () => {
    given({ "tidegate:servces": "{}" });
    expect(loadConfig).toThrow("servces: is not a known key. Did you mean `services`?");
  });

  it("refuses a text where a list must stand, with what was got", () => {
    given({ "tidegate:retire": "old" });
    expect(loadConfig).toThrow('retire: must be of type array, got "old". Correct it.');
  });

  it("refuses a secret in a key that ends up in clear, and never prints it", () => {
    const services = {
      shop: { activeColor: "blue", blue: { version: "1", image: "shop:1", environment: { KEY: "hunter2" } } },
    };
    given({ "tidegate:services": JSON.stringify(services) }, ["tidegate:services"]);
    expect(loadConfig).toThrow(ProblemsError);
    expect(loadConfig).toThrow(/^services: holds a `secure` value, (?!.*hunter2)/);
  });

  it("takes secrets where they belong", () => {
    const services = { shop: { activeColor: "blue", blue: { version: "1", image: "shop:1", secrets: ["KEY"] } } };
    given({ "tidegate:services": JSON.stringify(services), "tidegate:secrets": '{"shop":{"KEY":"hunter2"}}' }, [
      "tidegate:secrets",
    ]);
    expect(loadConfig().secrets).toEqual({ shop: { KEY: "hunter2" } });
  });
});

import { describe, expect, it } from "vitest";
import { parseStackConfig } from "../../../model/parse-stack-config.ts";
import { PRESET_NAMES } from "../../../model/presets.ts";
import { releaseHash } from "../../../model/release.ts";

const IMAGE = { version: "1", image: "r.example/shop:1" };

function shop(service: object) {
  const config = { edge: { http: "127.0.0.1:80", preview: "127.0.0.1:81" } };
  const { services } = parseStackConfig(
    {
      ...config,
      services: { shop: { activeColor: "blue", blue: IMAGE, ...service } },
    },
    "dev",
  );
  const { blue, ...rest } = services["shop"] ?? {};
  if (blue === undefined) throw new Error("no blue release");
  return { ...rest, blue };
}

describe("a preset", () => {
  it.each(PRESET_NAMES)("%s makes a whole service, and leaves no trace of its name", (preset) => {
    expect(shop({ preset })).not.toHaveProperty("preset");
    expect(shop({ preset }).blue).not.toEqual(shop({}).blue);
  });

  it("fills what the file does not say, in the service and both colors", () => {
    const { gate, blue } = shop({ preset: "spring-boot" });
    expect(gate).toEqual({ passes: 3, interval: "100ms", within: "2m", restarts: 3 });
    expect(blue).toMatchObject({ port: 8080, health: { path: "/actuator/health/readiness" }, writable: ["/tmp"] });
    expect(blue.smoke).toMatchObject([{ path: "/actuator/health/readiness", when: "before", status: 200 }]);
  });

  it("gives way to all that is declared, in the service, in `release` and in a color", () => {
    const { gate, blue } = shop({
      preset: "rails",
      gate: { within: "90s" },
      release: { port: 80, environment: { RAILS_ENV: "staging", A: "b" }, writable: [], smoke: [{ path: "/" }] },
      blue: { ...IMAGE, user: "7:7", checks: { logs: { refuse: ["boom"] } } },
    });
    expect(gate?.within).toBe("90s");
    expect(blue).toMatchObject({ port: 80, user: "7:7", writable: [], checks: { logs: { refuse: ["boom"] } } });
    expect(blue.environment).toEqual({ RAILS_ENV: "staging", RAILS_LOG_TO_STDOUT: "1", A: "b" });
    expect(blue.smoke.map(({ path }) => path)).toEqual(["/"]);
  });

  it.each([{ path: "/healthz" }, { port: 8081 }])("sends no smoke request where the health check is %j", (health) => {
    expect(shop({ preset: "spring-boot", release: { health } }).blue).toMatchObject({ smoke: [], health });
    expect(shop({ preset: "spring-boot", blue: { ...IMAGE, health } }).blue).toMatchObject({ smoke: [], health });
  });

  it("is refused by its place where there is none of that name", () => {
    expect(() => shop({ preset: "struts" })).toThrow(/services\.shop\.preset: must be .*"rails".*got "struts"/s);
  });

  it("changes no hash of a release without one", () => {
    expect(releaseHash(shop({ release: { port: 80 } }).blue, null)).toBe("b88ae13fbb883f8e");
  });
});

it("tells what goes wrong only where preset and file meet", () => {
  const health = { method: "HEAD", contains: "x" };
  expect(() =>
    shop({ release: { health: { method: "HEAD" } }, blue: { ...IMAGE, health: { contains: "x" } } }),
  ).toThrow(/services\.shop\.blue\.health\.contains: cannot be found in the answer to HEAD/);
  expect(() => shop({ blue: { ...IMAGE, health } })).toThrow(/services\.shop\.blue\.health\.contains/);
});

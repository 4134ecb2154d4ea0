import { describe, expect, it } from "vitest";
import { ProblemsError } from "../../../model/errors.ts";
import { parseStackConfig } from "../../../model/parse-stack-config.ts";

const release = { version: "1.0.0", image: "127.0.0.1:5000/shop:1.0.0" };
const shop = { activeColor: "blue", blue: release };

function problemsOf(input: Record<string, unknown>): readonly string[] {
  try {
    parseStackConfig(input, "dev");
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
  return [];
}

describe("a stack's config", () => {
  it("fills in every default of an empty file", () => {
    expect(parseStackConfig({}, "dev")).toEqual({
      platform: "docker",
      host: "unix:///var/run/docker.sock",
      edge: { http: "127.0.0.1:8080", preview: "127.0.0.1:8081", accessLog: "all" },
      agent: { run: "auto" },
      observability: {
        prometheus: false,
        listen: { prometheus: "127.0.0.1:9090", alertmanager: "127.0.0.1:9093" },
        images: { prometheus: "prom/prometheus:v3.5.0", alertmanager: "prom/alertmanager:v0.28.1" },
        retention: { days: 15, size: "1GiB" },
        ...{ scrape: {}, receivers: {} },
      },
      network: { attach: [] },
      services: {},
      secrets: {},
      certificates: {},
      registries: {},
      retire: [],
      retention: { keep: 3, afterRelease: false },
      allowEdgeReplace: false,
    });
  });

  it("keeps the tier that a stack says, and refuses any other", () => {
    expect(parseStackConfig({ tier: "stg" }, "dev").tier).toBe("stg");
    expect(problemsOf({ tier: "production" })).toEqual([
      'tier: must be one of "dev", "stg", "prod", got "production". Choose one.',
    ]);
  });

  it("lays the shared release under each color, objects key by key and lists as a whole", () => {
    const { services } = parseStackConfig(
      {
        services: {
          shop: {
            ...shop,
            blue: { ...release, health: { path: "/up" }, writable: ["/cache"], environment: { A: "blue" } },
            green: { version: "2.0.0", image: "127.0.0.1:5000/shop:2.0.0" },
            release: {
              port: 4000,
              health: { timeout: "5s" },
              writable: ["/tmp"],
              environment: { A: "both", B: "both" },
            },
          },
        },
      },
      "dev",
    );
    expect(services["shop"]?.blue).toMatchObject({
      port: 4000,
      health: { path: "/up", timeout: "5s", expect: 200 },
      writable: ["/cache"],
      environment: { A: "blue", B: "both" },
    });
    expect(services["shop"]?.green).toMatchObject({ port: 4000, writable: ["/tmp"], health: { path: "/healthz" } });
  });

  it("refuses to trust everybody, or what is no address, and what only a trusted proxy could do", () => {
    expect(problemsOf({ edge: { trustedProxies: ["0.0.0.0/0", "10.0.0.0/33", "proxy"] } })).toEqual([
      'edge.trustedProxies.0: must be an address or a network, got "0.0.0.0/0". Write it like "10.0.0.7", "10.0.0.0/8" or "2001:db8::/32".',
      expect.stringMatching(/^edge\.trustedProxies\.1: /),
      expect.stringMatching(/^edge\.trustedProxies\.2: /),
    ]);
    expect(problemsOf({ edge: { clientIpHeader: "CF-Connecting-IP", proxyProtocol: ["https"] } })).toEqual([
      expect.stringMatching(/^edge\.clientIpHeader: says what trusted proxies do, and there are none/),
      expect.stringMatching(/^edge\.proxyProtocol: names a listener that there is not/),
      expect.stringMatching(/^edge\.proxyProtocol: says what trusted proxies do, and there are none/),
    ]);
    expect(problemsOf({ edge: { trustedProxies: ["10.0.0.7", "2001:db8::/32"], proxyProtocol: ["http"] } })).toEqual(
      [],
    );
  });

  it("refuses a smoke request with a secret that its release does not have", () => {
    const login = { path: "/login", method: "POST", json: { password: "{{secret:PASSWORD}}" } };
    const secrets = { shop: { PASSWORD: "hidden", OTHER: "hidden" } };
    const config = (settings: object) => ({
      secrets,
      services: { shop: { ...shop, release: { smoke: [login], ...settings } } },
    });
    expect(problemsOf(config({ secrets: ["PASSWORD"] }))).toEqual([]);
    expect(problemsOf(config({ secrets: ["OTHER"] }))).toEqual([
      'services.shop.release.smoke: names secret "PASSWORD", which the release does not have. Add it to `secrets`.',
    ]);
  });

  it("refuses a health check that could never pass, or that says what the proxy says", () => {
    const health = {
      method: "HEAD",
      contains: "UP",
      headers: { Host: "a", "X Y": "b", "X-Z": "a\nb" },
      host: "Shop",
      port: 0,
    };
    expect(problemsOf({ services: { shop: { ...shop, release: { health } } } })).toEqual([
      'services.shop.release.health.headers.Host: its name must be a header that the proxy does not set itself, got "Host". For the host there is `health.host`.',
      'services.shop.release.health.headers.X Y: its name must be a header name, got "X Y". Rename it.',
      'services.shop.release.health.headers.X-Z: must be one line without control characters, got "a\\nb". Correct it.',
      'services.shop.release.health.host: must be a lower-case host name, got "Shop". Correct it.',
      "services.shop.release.health.port: must be at least 1, got 0. Raise it or remove the key.",
    ]);
    expect(
      problemsOf({ services: { shop: { ...shop, release: { health: { method: "HEAD", contains: "UP" } } } } }),
    ).toEqual([
      expect.stringMatching(/^services\.shop\.release\.health\.contains: cannot be found in the answer to HEAD/),
    ]);
  });

  it("tells every problem at once, each where it was written and once", () => {
    expect(
      problemsOf({
        hots: "unix:///var/run/docker.sock",
        host: "localhost",
        edge: { http: "8080" },
        services: {
          shop: {
            ...shop,
            replicas: "2",
            blue: { ...release, version: 1.1, health: { timeout: "3" } },
            release: { port: 0, colour: "red", health: { path: "healthz" } },
          },
        },
      }),
    ).toEqual([
      'edge.http: must be an address with a port, got "8080". Write it like "0.0.0.0:8080" or "127.0.0.1:8081".',
      'host: must be an engine address, got "localhost". Write it like "unix:///var/run/docker.sock", ' +
        '"ssh://deploy@prod-1" or "tcp://prod-1:2376".',
      "hots: is not a known key. Did you mean `host`?",
      'services.shop.blue.health.timeout: must be a duration, got "3". Write it like "100ms", "30s" or "5m".',
      "services.shop.blue.version: must be of type string, got 1.1. Put it in quotes.",
      "services.shop.release.colour: is not a known key. Remove it or correct its spelling.",
      'services.shop.release.health.path: must be a path, got "healthz". Start it with `/`, without spaces.',
      "services.shop.release.port: must be at least 1, got 0. Raise it or remove the key.",
      'services.shop.replicas: must be of type number, got "2". Correct it.',
    ]);
  });

  it.each([
    [
      "an active color without a release",
      { shop: { activeColor: "green", blue: release } },
      "services.shop.green: must be given",
    ],
    [
      "more replicas than slots",
      { shop: { ...shop, replicas: 11 } },
      "services.shop.replicas: must not be above `maxReplicas`, got 11",
    ],
    [
      "an image with capitals",
      { shop: { ...shop, blue: { ...release, image: "Team/Shop:V1" } } },
      "services.shop.blue.image: must have no capitals but in its tag",
    ],
    [
      "the tag latest",
      { shop: { ...shop, blue: { ...release, image: "shop:latest" } } },
      "services.shop.blue.image: must name one certain build",
    ],
    ["a service name with a dot", { "a.b": shop }, "services.a.b: "],
    [
      "a root user",
      { shop: { ...shop, release: { user: "0:0" } } },
      "services.shop.release.user: must be a numeric user other than root",
    ],
  ])("refuses %s", (_what, services, problem) => {
    expect(problemsOf({ services })).toEqual([expect.stringContaining(problem)]);
  });

  it("refuses two services with the same route, however its path is written", () => {
    const route = (path: string) => ({ ...shop, route: { host: "example.com", path } });
    expect(problemsOf({ services: { one: route("/api"), two: route("/api/") } })).toEqual([
      'services.two.route: is the route of services.one too, got host "example.com" and path "/api/". ' +
        "Give one of them another `host` or `path`.",
    ]);
    expect(problemsOf({ services: { one: route("/api"), two: route("/web") } })).toEqual([]);
  });

  it("refuses a secret without a value, at the place that names it", () => {
    const input = {
      services: {
        shop: { ...shop, blue: { ...release, secrets: ["B"] } },
        api: { ...shop, route: { path: "/api" }, release: { secrets: ["S"] } },
      },
      secrets: { shop: { OTHER: "x" } },
    };
    expect(problemsOf(input)).toEqual([
      "services.api.release.secrets: \"S\" has no value. Set it with `tidegate config set --secret --path 'tidegate:secrets.api.S'`.",
      "services.shop.blue.secrets: \"B\" has no value. Set it with `tidegate config set --secret --path 'tidegate:secrets.shop.B'`.",
    ]);
  });

  it("refuses secrets of a service that there is not, and keeps those of one that retires", () => {
    expect(problemsOf({ secrets: { shpo: { A: "x" } } })).toEqual([
      "secrets.shpo: is not a service of this stack. Correct the name or remove the key.",
    ]);
    expect(problemsOf({ secrets: { old: { A: "x" } }, retire: ["old"] })).toEqual([]);
  });

  it("never prints a value below a secret key", () => {
    const problems = problemsOf({
      secrets: { shop: { A: 4711 } },
      certificates: { site: "hunter2" },
      registries: { "example.com": { username: "u", password: 4712, pass: "hunter3" } },
    });
    expect(problems).toEqual([
      "certificates.site: must be a certificate with its chain and its private key, in PEM. Put both texts into one value.",
      "registries.example.com.pass: is not a known key. Remove it or correct its spelling.",
      "registries.example.com.password: must be of type string. Put it in quotes.",
      "secrets.shop.A: must be of type string. Put it in quotes.",
    ]);
  });

  it("refuses HTTPS without a certificate, one address twice, and a service both declared and retired", () => {
    expect(problemsOf({ edge: { https: "127.0.0.1:8443" } })).toEqual([
      expect.stringContaining("edge.https: needs a certificate"),
    ]);
    expect(problemsOf({ edge: { http: "127.0.0.1:9000", preview: "127.0.0.1:9000" } })).toEqual([
      'edge.preview: is the address of `edge.http` too, got "127.0.0.1:9000". Give each listener a port of its own.',
    ]);
    expect(problemsOf({ services: { shop }, retire: ["shop"] })).toEqual([
      'retire: "shop" is still declared. Remove services.shop, or take it off the list.',
    ]);
  });
});

describe("a group of services", () => {
  const grouped = (services: Record<string, object>) =>
    problemsOf({
      services: Object.fromEntries(
        Object.entries(services).map(([name, own]) => [name, { ...shop, route: { path: `/${name}` }, ...own }]),
      ),
    });

  it("is named by two services at least, and not after a service", () => {
    const group = "checkout";
    expect(grouped({ cart: { group }, pay: { group, order: 1 }, web: {} })).toEqual([]);
    expect(grouped({ cart: { group }, pay: { group }, web: { group: "chekout" } })).toEqual([
      'services.web.group: no other service is in it, got "chekout". Put another there, or remove it. Other groups: checkout.',
    ]);
    expect(grouped({ cart: { group: "web" }, pay: { group: "web" }, web: {} })).toEqual([
      'services.cart, services.pay.group: is the name of a service, got "web". Give the group another.',
    ]);
  });

  it("is what an order belongs to", () => {
    expect(grouped({ cart: { order: 1 } })).toEqual([
      "services.cart.order: says something of a group, and there is none, got 1. Name one in `group`, or remove it.",
    ]);
  });
});

describe("the gates before a release", () => {
  const parse = (gates: unknown, own?: unknown) => {
    const shop = { activeColor: "blue", blue: { version: "1", image: "shop:1" } };
    const services = { shop: own === undefined ? shop : { ...shop, gates: own } };
    return parseStackConfig(gates === undefined ? { services } : { gates, services }, "dev");
  };
  const hours = (gates: unknown, own?: unknown) => parse(gates, own).services["shop"]?.gates?.window?.open;
  const [stack, service] = [{ window: { zone: "Europe/Berlin" } }, { window: { open: ["mon 09:00-17:00"] } }];

  it("of the stack hold for each service, of which one may say otherwise as a whole", () => {
    expect(parse(undefined).services["shop"]?.gates).toBeUndefined();
    expect(parse(stack).services["shop"]?.gates).toMatchObject(stack);
    expect(hours(undefined, service)).toEqual(["mon 09:00-17:00"]);
    expect(parse(stack, service).services["shop"]?.gates?.window).toMatchObject({ zone: "UTC" });
    expect(parse(stack, {}).services["shop"]?.gates).toMatchObject(stack);
    expect(parse(stack, { window: null }).services["shop"]?.gates).toEqual({ window: null });
  });

  it("have the defaults of the stack's tier, which its name says before its config", () => {
    const opens = (stack: string, tier?: string) => {
      const services = { shop: { ...shop, gates: { window: true } } };
      const { services: parsed } = parseStackConfig({ ...(tier === undefined ? {} : { tier }), services }, stack);
      return parsed["shop"]?.gates?.window?.open;
    };
    const office = ["mon-fri 09:00-17:00"];
    expect([opens("prod"), opens("production", "dev"), opens("eu"), opens("eu", "prod")]).toEqual(
      Array.from({ length: 4 }, () => office),
    );
    expect([opens("dev"), opens("eu", "dev"), opens("stg")].flat()).toEqual(
      Array.from({ length: 3 }, () => "mon-sun 00:00-24:00"),
    );
  });

  it("say which field has no default in their tier, once", () => {
    expect(() => parse({ provenIn: true })).toThrow(/^gates\.provenIn\.stack: is missing\. Add it \(string\)\.$/);
    expect(() => parse(undefined, { provenIn: { for: "1h" } })).toThrow(
      /^services\.shop\.gates\.provenIn\.stack: is missing\. Add it \(string\)\.$/,
    );
  });

  it("are told where they are wrong, once", () => {
    expect(() => parse({ window: { zone: "Mars" } })).toThrow(
      /^gates\.window\.zone: must be a time zone, got "Mars"\. .*$/,
    );
    expect(() => parse(stack, { window: { opn: [] } })).toThrow(
      /^services\.shop\.gates\.window\.opn: is not a known key\. .*$/,
    );
    expect(() => parse(stack, "never")).toThrow(/^services\.shop\.gates: must be of type object, got "never"\. .*$/);
  });
});

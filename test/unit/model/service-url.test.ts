import { expect, test } from "vitest";
import { previewUrl, serviceUrl } from "../../../model/service-url.ts";

const LOCAL = "unix:///var/run/docker.sock";

test.each([
  ["*", "/", "127.0.0.1:8081", LOCAL, "http://127.0.0.1:8081/"],
  ["*", "/eu", "0.0.0.0:80", LOCAL, "http://127.0.0.1/eu"],
  [
    "shop.example.com",
    "/eu",
    "127.0.0.1:8081",
    LOCAL,
    "http://127.0.0.1:8081/.well-known/tidegate/as/shop.example.com/eu",
  ],
  [
    "shop.example.com",
    "/",
    "0.0.0.0:8081",
    "ssh://deploy@prod-a",
    "http://prod-a:8081/.well-known/tidegate/as/shop.example.com/",
  ],
])("the preview of %s%s at %s of %s is %s", (host, path, address, engine, url) => {
  expect(previewUrl({ host, path }, { address, host: engine })).toBe(url);
});

test("a service is reached by its own name, and one for every host where the edge listens", () => {
  const listener = { scheme: "https", address: "0.0.0.0:443", host: "ssh://deploy@prod-a" } as const;
  expect(serviceUrl({ host: "shop.example.com", path: "/eu" }, listener)).toBe("https://shop.example.com/eu");
  expect(serviceUrl({ host: "*", path: "/" }, listener)).toBe("https://prod-a/");
});

import type { ImageInspectInfo } from "dockerode";
import { expect, it } from "vitest";
import { readImageFacts } from "../../../../cli/init/image-facts.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

it("reads user, ports, volumes, health check and platform", () => {
  const config = {
    User: "node",
    ExposedPorts: { "9090/tcp": {}, "3000/tcp": {}, "53/udp": {} },
    Volumes: { "/data": {}, "/cache": {} },
    Healthcheck: { Test: ["CMD-SHELL", "curl http://localhost:3000/up"], StartPeriod: 45_000_000_000 },
    Cmd: ["node", "server.js"],
  };
  expect(readImageFacts("shop:1", info(config))).toEqual({
    reference: "shop:1",
    user: "node",
    ports: [3000, 9090],
    volumes: ["/cache", "/data"],
    health: { port: 3000, path: "/up" },
    startSeconds: 45,
    preset: undefined,
    platform: "linux/amd64",
    hasCommand: true,
  });
});

it("knows of an image that says nothing that it runs as root and has no command", () => {
  expect(
    readImageFacts("shop:1", info({ ExposedPorts: null, Volumes: null, Cmd: null, Entrypoint: null })),
  ).toMatchObject({ user: "", ports: [], volumes: [], health: {}, startSeconds: 0, hasCommand: false });
});

it.each([
  [{ Labels: { "org.springframework.boot.version": "3.5.1" } }, "spring-boot"],
  [{ Env: ["NODE_VERSION=24.1.0", "RAILS_ENV=production"] }, "rails"],
  [{ Env: ["DJANGO_SETTINGS_MODULE=shop.settings"] }, "django"],
  [{ Env: ["PATH=/bin", "NODE_VERSION=24.1.0"] }, "node"],
  [{ Env: ["MY_NODE_VERSION=1"], Labels: null }, undefined],
])("recognises what the app is made with from %j", (config, preset) => {
  expect(readImageFacts("shop:1", info(config)).preset).toBe(preset);
});

it.each([
  [
    "registry.example.com/shop:1.4.1",
    `registry.example.com/shop@${DIGEST}`,
    `registry.example.com/shop:1.4.1@${DIGEST}`,
  ],
  ["nginx:1.27", `docker.io/library/nginx@${DIGEST}`, `nginx:1.27@${DIGEST}`],
  ["nginx:latest", `nginx@${DIGEST}`, `nginx@${DIGEST}`],
  ["nginx", `nginx@${DIGEST}`, `nginx@${DIGEST}`],
  ["shop:1.4.1", `registry.example.com/shop@${DIGEST}`, "shop:1.4.1"],
  [`shop@${DIGEST}`, `shop@sha256:${"b".repeat(64)}`, `shop@${DIGEST}`],
])("pins %s, which the engine knows as %s, to %s", (image, known, reference) => {
  expect(readImageFacts(image, info({}, [known])).reference).toBe(reference);
});

function info(config: object, digests: string[] = []): ImageInspectInfo {
  return { Os: "linux", Architecture: "amd64", RepoDigests: digests, Config: config } as unknown as ImageInspectInfo; // as engines answer
}

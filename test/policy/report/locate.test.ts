import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BLUE_GREEN_SERVICE,
  CONTAINER,
  DOCKER_PROVIDER,
  EDGE,
  NETWORK,
  REMOTE_IMAGE,
  VOLUME,
} from "../../../policy/resource-types.ts";
import { locateIn } from "../../../policy/report/locate.ts";
import { REPOSITORY } from "../../support/repository.ts";

const STACK = "pulumi:pulumi:Stack";
const TEXT = `config:
  tidegate:host: unix:///var/run/docker.sock
  tidegate:edge: { http: "0.0.0.0:8080", preview: "127.0.0.1:8081", image: "edge:1" }
  tidegate:agent: { run: always, image: "agent:1" }
  tidegate:observability: { prometheus: true, images: { prometheus: "p:1" } }
  tidegate:services:
    shop:
      activeColor: blue
      replicas: 2
      gate: { passes: 3 }
      drain: 10s
      blue:
        version: 1.4.1
        image: shop:1.4.1
        limits:
          memory: 1GiB
        user: "5:5"
        volumes:
          - source: data
            target: /data
          - { source: logs, target: /logs }
      release:
        environment:
          LOG_LEVEL: info
        limits: { memory: 256MiB, pids: 200 }
        writable: [/tmp]
        health: { path: /healthz }
    shop-admin:
      activeColor: green
      green: { version: "2", image: admin:2 }
  tidegate:secrets:
    shop:
      DATABASE_URL: plain
      tls.key: plain
  tidegate:allowEdgeReplace: true
`;
const LINES = TEXT.split("\n");
const locate = locateIn({ path: "Pulumi.prod.yaml", text: TEXT });

/** Line and column of the first place where the file has these words. */
function placeOf(fragment: string): { line: number; column: number } {
  const line = LINES.findIndex((text) => text.includes(fragment));
  return { line: line + 1, column: (LINES[line]?.indexOf(fragment) ?? -1) + 1 };
}

const SHOP = "tidegate:services.shop";

describe("locateIn", () => {
  it.each([
    { type: BLUE_GREEN_SERVICE, name: "shop", path: "", key: SHOP, at: "shop:" },
    { type: BLUE_GREEN_SERVICE, name: "shop", path: "replicas", key: `${SHOP}.replicas`, at: "replicas" },
    { type: BLUE_GREEN_SERVICE, name: "shop", path: "gate.passes", key: `${SHOP}.gate.passes`, at: "passes" },
    { type: BLUE_GREEN_SERVICE, name: "shop", path: "blue.image", key: `${SHOP}.blue.image`, at: "image: shop:1.4.1" },
    {
      type: BLUE_GREEN_SERVICE,
      name: "shop",
      path: "blue.health.path",
      key: `${SHOP}.release.health.path`,
      at: "path: /healthz",
    },
    { type: BLUE_GREEN_SERVICE, name: "shop", path: "green.image", key: `${SHOP}.release`, at: "release:" },
    {
      type: BLUE_GREEN_SERVICE,
      name: "shop-admin",
      path: "green.image",
      key: "tidegate:services.shop-admin.green.image",
      at: "image: admin:2",
    },
    {
      type: BLUE_GREEN_SERVICE,
      name: "shop-admin",
      path: "gate.within",
      key: "tidegate:services.shop-admin",
      at: "shop-admin:",
    },
  ])("finds $path of the service $name", ({ type, name, path, key, at }) => {
    expect(locate({ type, name }, path)).toEqual({ file: "Pulumi.prod.yaml", key, ...placeOf(at) });
  });

  it.each([
    { input: "image", key: `${SHOP}.blue.image`, at: "image: shop:1.4.1" },
    { input: "memory", key: `${SHOP}.blue.limits.memory`, at: "memory: 1GiB" },
    { input: "memorySwap", key: `${SHOP}.blue.limits.memory`, at: "memory: 1GiB" },
    { input: "cpus", key: `${SHOP}.blue.limits`, at: "limits:" },
    { input: "user", key: `${SHOP}.blue.user`, at: "user:" },
    { input: "envs.LOG_LEVEL", key: `${SHOP}.release.environment.LOG_LEVEL`, at: "LOG_LEVEL" },
    { input: "envs.0", key: `${SHOP}.release.environment`, at: "environment:" },
    { input: "tmpfs./tmp", key: `${SHOP}.release.writable`, at: "writable" },
    { input: "healthcheck", key: `${SHOP}.release.health`, at: "health:" },
    { input: "mounts.0.source", key: `${SHOP}.blue.volumes.0.source`, at: "source: data" },
    { input: "mounts.1.target", key: `${SHOP}.blue.volumes.1.target`, at: "target: /logs" },
    { input: "mounts.1.type", key: `${SHOP}.blue.volumes.1`, at: "{ source: logs" },
    { input: "mounts.7.source", key: `${SHOP}.blue.volumes`, at: "volumes:" },
    { input: "destroyGraceSeconds", key: `${SHOP}.drain`, at: "drain" },
    { input: "stopTimeout", key: `${SHOP}.drain`, at: "drain" },
    { input: "privileged", key: `${SHOP}.blue`, at: "blue:" },
    { input: "labels.tidegate.version", key: `${SHOP}.blue`, at: "blue:" },
    { input: "", key: `${SHOP}.blue`, at: "blue:" },
  ])("finds what the input $input of a replica comes from", ({ input, key, at }) => {
    expect(locate({ type: CONTAINER, name: "shop-blue-0" }, input)).toEqual({
      file: "Pulumi.prod.yaml",
      key,
      ...placeOf(at),
    });
  });

  it.each([
    { type: REMOTE_IMAGE, name: "shop-blue", path: "name", key: `${SHOP}.blue.image` },
    { type: CONTAINER, name: "shop-green-0", path: "image", key: `${SHOP}.release` },
    { type: CONTAINER, name: "shop-green-0", path: "memory", key: `${SHOP}.release.limits.memory` },
    { type: CONTAINER, name: "shop-admin-green-0", path: "image", key: "tidegate:services.shop-admin.green.image" },
    { type: CONTAINER, name: "shop-admin-blue-0", path: "image", key: "tidegate:services.shop-admin" },
    { type: "command:local:Command", name: "shop-blue-limits", path: "environment.X", key: `${SHOP}.blue` },
    { type: "tidegate:index:Cutover", name: "shop-cutover", path: "x", key: SHOP },
    { type: VOLUME, name: "shop-data-logs", path: "name", key: SHOP },
    { type: EDGE, name: "edge", path: "http", key: "tidegate:edge.http" },
    { type: EDGE, name: "edge", path: "https", key: "tidegate:edge" },
    { type: EDGE, name: "front", path: "", key: "tidegate:edge" },
    { type: EDGE, name: "edge", path: "allowEdgeReplace", key: "tidegate:allowEdgeReplace" },
    { type: CONTAINER, name: "edge", path: "ports.0.ip", key: "tidegate:edge" },
    { type: CONTAINER, name: "edge", path: "image", key: "tidegate:edge.image" },
    { type: REMOTE_IMAGE, name: "edge", path: "name", key: "tidegate:edge.image" },
    { type: NETWORK, name: "edge", path: "name", key: "tidegate:edge" },
    { type: CONTAINER, name: "agent", path: "image", key: "tidegate:agent.image" },
    { type: CONTAINER, name: "agent-b", path: "cpus", key: "tidegate:agent" },
    {
      ...{ type: CONTAINER, name: "observability-prometheus", path: "image" },
      key: "tidegate:observability.images.prometheus",
    },
    { type: REMOTE_IMAGE, name: "observability-alertmanager-b", path: "name", key: "tidegate:observability.images" },
    { type: NETWORK, name: "observability-alerting", path: "name", key: "tidegate:observability" },
    { type: VOLUME, name: "edge-agent", path: "name", key: "tidegate:edge" },
    { type: DOCKER_PROVIDER, name: "docker", path: "host", key: "tidegate:host" },
    { type: BLUE_GREEN_SERVICE, name: "any", path: `tidegate:services.shop.replicas`, key: `${SHOP}.replicas` },
    {
      type: STACK,
      name: "p-prod",
      path: "tidegate:secrets.shop.DATABASE_URL",
      key: "tidegate:secrets.shop.DATABASE_URL",
    },
    { type: STACK, name: "p-prod", path: "tidegate:secrets.shop.tls.key", key: "tidegate:secrets.shop.tls.key" },
    { type: STACK, name: "p-prod", path: "tidegate:secrets.blog.X", key: "tidegate:secrets" },
  ])("finds $key for $path of $name", ({ type, name, path, key }) => {
    expect(locate({ type, name }, path)?.key).toBe(key);
  });

  it.each([
    { type: STACK, name: "p-prod", path: "byteLength" },
    { type: CONTAINER, name: "database", path: "image" },
    { type: CONTAINER, name: "shopping-blue-0", path: "image" },
    { type: CONTAINER, name: "edgeless", path: "image" },
    { type: STACK, name: "p-prod", path: "tidegate:unknown.key" },
  ])("knows nothing of $path of $name", ({ type, name, path }) => {
    expect(locate({ type, name }, path)).toBeUndefined();
  });

  it("follows an alias to what it stands for", () => {
    const text =
      "x: &release\n  limits: { memory: 1GiB }\nconfig:\n  tidegate:services:\n    a:\n      blue: *release\n";
    const place = locateIn({ path: "f", text })({ type: CONTAINER, name: "a-blue-0" }, "memory");
    expect(place).toEqual({ file: "f", key: "tidegate:services.a.blue.limits.memory", line: 2, column: 13 });
  });

  it.each([
    "",
    "a: b",
    "config:",
    "config: []",
    "config: { tidegate:services: [a] }",
    "config: {tidegate:services: {shop: ",
  ])("survives a file like %j", (text) => {
    const place = locateIn({ path: "f", text })({ type: CONTAINER, name: "shop-blue-0" }, "image");
    expect(place?.key ?? "nothing").toMatch(/^(?:nothing|tidegate:services\.shop)$/);
  });

  it.each(["dev", "stg", "prod"])("finds every input of the shipped %s stack that has a key", (stack) => {
    const path = `Pulumi.${stack}.yaml`;
    const text = readFileSync(join(REPOSITORY, path), "utf8");
    const place = locateIn({ path, text })({ type: CONTAINER, name: "shop-green-1" }, "memory");
    expect(place?.key).toBe("tidegate:services.shop.release.limits.memory");
    expect(text.split("\n")[(place?.line ?? 0) - 1]?.slice((place?.column ?? 0) - 1)).toMatch(/^memory: /);
  });
});

import { afterEach, expect, test, vi } from "vitest";
import { UNKNOWN } from "../../../../engine/embedded/provider.ts";
import { openDaemon } from "../../../../engine/embedded/providers/docker/daemon.ts";

afterEach(() => vi.unstubAllEnvs());

test("takes the host of the config, then of DOCKER_HOST, then the local socket", () => {
  vi.stubEnv("DOCKER_HOST", "tcp://127.0.0.1:2375");
  expect(openDaemon({ host: "ssh://deploy@prod-1" }).host).toBe("ssh://deploy@prod-1");
  expect(openDaemon({}).host).toBe("tcp://127.0.0.1:2375");
  vi.stubEnv("DOCKER_HOST", undefined);
  expect(openDaemon({ disableDockerDaemonCheck: "true" }).host).toBe("unix:///var/run/docker.sock");
});

test("takes the flags that are meant for the stock provider's own ssh", () => {
  expect(openDaemon({ host: "ssh://deploy@prod-1", sshOpts: '["-o","BatchMode=yes"]' }).host).toBe(
    "ssh://deploy@prod-1",
  );
});

test("names an option that it does not have", () => {
  expect(() => openDaemon({ certPath: "/certs" })).toThrow("the option `certPath` is not supported");
});

test("needs to know the host before the run", () => {
  expect(() => openDaemon({ host: UNKNOWN })).toThrow("`host` must be known before the run");
});

test("can be opened before the logins are known", () => {
  expect(openDaemon({ registryAuth: UNKNOWN }).logins).toEqual([]);
});

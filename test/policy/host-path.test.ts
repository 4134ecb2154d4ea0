import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../policy/unknown.ts";
import { hostPathsOf, isWithin } from "../../policy/host-path.ts";
import { CONTAINER, VOLUME } from "../../policy/resource-types.ts";

const pathsOf = (type: string, inputs: Record<string, unknown>) =>
  hostPathsOf({ type, name: "shop", urn: "urn", inputs, secretPaths: undefined }).map(
    ({ input, path }) => `${input.path} ${path}`,
  );

describe("host paths", () => {
  it("are found wherever the engine would mount one", () => {
    const inputs = {
      mounts: [
        { type: "bind", source: "/a", target: "/x" },
        { type: "volume", source: "shop", target: "/x", volumeOptions: { driverOptions: { device: "/b", o: "bind" } } },
        { type: "bind", source: UNKNOWN, target: "/x" },
        UNKNOWN,
      ],
      volumes: [{ hostPath: "/c" }, { volumeName: "/d" }, { volumeName: "shop", containerPath: "/x" }],
    };
    expect(pathsOf(CONTAINER, inputs)).toEqual([
      "mounts.0.source /a",
      "mounts.1.volumeOptions.driverOptions.device /b",
      "volumes.0.hostPath /c",
      "volumes.1.volumeName /d",
    ]);
    const layers = { device: "overlay", o: "lowerdir=/a:/b,upperdir=/c,ro" };
    expect(pathsOf(VOLUME, { driverOpts: layers })).toEqual(["driverOpts.o /a", "driverOpts.o /b", "driverOpts.o /c"]);
    expect(pathsOf(VOLUME, { driverOpts: { device: ":/exports", o: "addr=10.0.0.7,rw" } })).toEqual([]);
  });

  it.each([
    ["/", "/"],
    ["///", "/"],
    ["/..", "/"],
    ["/srv/", "/srv"],
    ["/srv/../etc/.", "/etc"],
    ["/var/run/docker.sock", "/run/docker.sock"],
    ["/var/./run", "/run"],
    ["/var/runner", "/var/runner"],
  ])("takes %s for %s", (source, path) => {
    expect(pathsOf(CONTAINER, { mounts: [{ type: "bind", source }] })).toEqual([`mounts.0.source ${path}`]);
  });

  it("are the same however they are spelled", () => {
    const noise = fc.constantFrom("/", "//", "/./", "/x/../", "/./x/y/../../");
    fc.assert(
      fc.property(fc.array(noise, { minLength: 3, maxLength: 3 }), ([a, b, c]) => {
        const source = `${a}srv${b}shop${c}`;
        expect(pathsOf(CONTAINER, { mounts: [{ source }] })).toEqual(["mounts.0.source /srv/shop"]);
      }),
    );
  });

  it("lie within a folder when it is the folder or above them", () => {
    expect(["/run", "/run/x", "/runner", "/"].map((path) => isWithin(path, "/run"))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isWithin("/run", "/")).toBe(true);
  });
});

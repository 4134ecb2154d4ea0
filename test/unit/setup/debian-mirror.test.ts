import { describe, expect, it } from "vitest";
import { findDebianMirror } from "../../../setup/system/debian-mirror.ts";

describe("findDebianMirror", () => {
  it.each([
    [
      "the old format",
      "# deb http://old.example/debian x main\ndeb http://mirror.example/debian/ bookworm main\n",
      "http://mirror.example/debian",
    ],
    [
      "options in brackets",
      "deb [signed-by=/k.gpg arch=amd64] https://mirror.example/debian bookworm main",
      "https://mirror.example/debian",
    ],
    [
      "the new format",
      "Types: deb\n# http://old.example/debian\nURIs: http://mirror.example/debian\nSuites: bookworm\n",
      "http://mirror.example/debian",
    ],
    [
      "a security archive first",
      "URIs: http://s.example/debian-security\nURIs: http://mirror.example/debian\n",
      "http://mirror.example/debian",
    ],
  ])("reads %s", (_what, sources, mirror) => {
    expect(findDebianMirror(sources)).toBe(mirror);
  });

  it("finds none where only other archives are named", () => {
    expect(
      findDebianMirror("deb http://archive.example/ubuntu noble main\ndeb-src http://m.example/debian x main"),
    ).toBeUndefined();
  });
});

import { expect, it } from "vitest";
import { soakFiles } from "../../support/soak-files.ts";

it("takes the files that have more to do in a soak, and no other", () => {
  const files = soakFiles("e2e");
  expect(files).toEqual(expect.arrayContaining(["test/e2e/crash.test.ts", "test/e2e/engine-restart.test.ts"]));
  expect(files).not.toContain("test/e2e/destroy.test.ts");
  expect(soakFiles("integration")).toContain("test/integration/edge/canary.test.ts");
});

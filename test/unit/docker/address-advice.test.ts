import { expect, test } from "vitest";
import { addressAdvice } from "../../../docker/address-advice.ts";

test.each([
  "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
  "all predefined address pools have been fully subnetted",
  'failed to parse pool request for address space "LocalDefault" pool "" subpool "": could not find an available predefined network',
  "invalid pool request: Pool overlaps with other one on this address space",
])("names the key for a range of one's own where an engine says: %s", (said) => {
  expect(addressAdvice(said)).toContain("`tidegate:network.subnet`");
});

test.each(["network with name p-dev already exists", "permission denied"])("has nothing to say of: %s", (said) => {
  expect(addressAdvice(said)).toBe("");
});

import { expect, test } from "vitest";
import { gatewayOf, networkSchema } from "../../../model/network.ts";

test.each(["10.87.0.0/24", "172.31.255.240/28", "10.87.0.0/16"])("takes the subnet %s", (subnet) => {
  expect(networkSchema.parse({ subnet })).toEqual({ subnet, attach: [] });
});

test.each(["10.87.0.1/24", "10.0.0.0/8", "10.87.0.0/30", "10.87.0.0", "10.87.0.0/24/1", "fd00::/64", "10.87.0.256/28"])(
  "refuses the subnet %s",
  (subnet) => {
    expect(networkSchema.safeParse({ subnet }).success).toBe(false);
  },
);

test.each(["host", "none", "-x", ""])("refuses to attach the network %j", (name) => {
  expect(networkSchema.safeParse({ attach: [name] }).success).toBe(false);
});

test("names the host's address in a subnet", () => {
  expect(["10.87.0.0/24", "172.31.255.240/28"].map(gatewayOf)).toEqual(["10.87.0.1", "172.31.255.241"]);
});

import { isIPv4 } from "node:net";
import { z } from "zod";

/** The stack's network and those of others that its replicas join: `tidegate:network`. */
export const networkSchema = z.strictObject({
  subnet: z
    .string()
    .refine(
      isSubnet,
      'must be an IPv4 network from /16 to /28, named by its first address|Write it like "10.87.0.0/24".',
    )
    .optional()
    .describe(
      "Addresses of the stack's network, such as `10.87.0.0/24`; out of the engine's own pools when left out, which end at about " +
        "30 networks and may collide with a VPN. Fixed once the network is made.",
    ),
  mtu: z
    .int()
    .min(576)
    .max(65_535)
    .optional()
    .describe(
      "Largest packet of the stack's network in bytes, where the host's own network takes smaller ones than 1500.",
    ),
  attach: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z0-9][\w.-]{0,127}$/, "must be the name of a network")
        .refine((name) => !["host", "none"].includes(name), "must be a network that containers can join"),
    )
    .max(20)
    .default([])
    .describe(
      "Networks of others on the host that every replica joins as well, such as a database's. New containers only.",
    ),
});

export type NetworkSpec = z.infer<typeof networkSchema>;
/** What a user of the component class may write: defaults may be left out. */
export type NetworkInput = z.input<typeof networkSchema>;

function isSubnet(text: string): boolean {
  const [address = "", length = "", ...rest] = text.split("/");
  if (!isIPv4(address) || !/^\d{1,2}$/.test(length) || rest.length > 0) return false;
  if (Number(length) < 16 || Number(length) > 28) return false;
  const size = 2 ** (32 - Number(length));
  return numberOf(address) % size === 0;
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

/** The address that the host has in a subnet: its second, where engines put it by themselves, too. */
export function gatewayOf(subnet: string): string {
  const [address = "", ...rest] = (subnet.split("/")[0] ?? "").split(/\.(?=\d+$)/);
  return `${address}.${Number(rest[0]) + 1}`;
}

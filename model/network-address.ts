import { isIP } from "node:net";
import { z } from "zod";

/** An IP address or a network in CIDR notation (RFC 4632), of either family; never the network of all addresses. */
export const networkAddressSchema = z
  .string()
  .refine(
    isNetworkAddress,
    'must be an address or a network|Write it like "10.0.0.7", "10.0.0.0/8" or "2001:db8::/32".',
  );

function isNetworkAddress(text: string): boolean {
  const [address = "", length, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (length === undefined) return true;
  return /^\d{1,3}$/.test(length) && Number(length) >= 1 && Number(length) <= (family === 4 ? 32 : 128);
}

import { z } from "zod";
import { HOST_NAME } from "./host-name.ts";

const routeHost = z
  .string()
  .regex(new RegExp(`^(?:\\*|${HOST_NAME})$`), "must be a lower-case host name, or `*` for every host")
  .max(253);

export const routeSchema = z.strictObject({
  host: routeHost
    .default("*")
    .describe("Host name the service answers for; `*` takes what no service with the request's own host name takes."),
  path: z
    .string()
    .regex(/^\/[\w.~/-]*$/, "must be a path prefix|Start it with `/`.")
    .default("/")
    .describe("Path prefix the service answers for. The longest prefix wins."),
});

export type Route = z.infer<typeof routeSchema>;

/**
 * What a route is in the proxy's map: the same for routes that take the same requests. Both a route and a request's path get
 * a slash behind, so that `/api` is the prefix of `/api/x` but not of `/apix`.
 */
export function routeKey({ host, path }: Route): string {
  return `${host}${path.replace(/\/+$/, "")}/`;
}

import { isIP } from "node:net";
import { z } from "zod";
import { sizeSchema } from "./size.ts";

const word = z.string().min(1).max(1024);
const absolutePath = z.string().regex(/^\/[\w./-]*$/, "must be an absolute path");
const ipAddress = z.string().refine((text) => isIP(text) !== 0, 'must be an IP address|Write it like "10.0.0.7".');

/**
 * Inputs of the Docker provider's `Container` by which an app gets what a release does not name: the way out for the image
 * that insists. The policies judge what comes of them; what is dangerous needs an exception in stg and prod.
 */
export const containerOptionsSchema = z.strictObject({
  user: z
    .string()
    .regex(/^\d+(?::\d+)?$/, 'must be a numeric user|Write it like "0:0".')
    .optional()
    .describe("Numeric user (and group) instead of `user`, root included."),
  readOnly: z.boolean().optional().describe("`false` lets the app write anywhere in its container, until that goes."),
  capabilities: z
    .strictObject({
      adds: z
        .array(z.string().regex(/^(?:CAP_)?[A-Z][A-Z_]*$/, 'must be a capability|Write it like "CHOWN".'))
        .max(50)
        .default([])
        .describe("Linux capabilities it has beside none: what is not added here is dropped."),
    })
    .optional()
    .describe("What root in the container may do."),
  groupAdds: z.array(word).max(50).optional().describe("Groups of the host that the process is in as well, by number."),
  entrypoints: z.array(z.string()).min(1).optional().describe("Entry point instead of the image's own."),
  workingDir: absolutePath.optional().describe("Folder in which the app starts."),
  stopSignal: z
    .string()
    .regex(/^SIG[A-Z0-9+-]+$/, 'must be a signal|Write it like "SIGQUIT".')
    .optional()
    .describe("Signal that ends the app in good order; the image's own or SIGTERM when left out."),
  hosts: z
    .array(z.strictObject({ host: word.describe("Name."), ip: ipAddress.describe("Its address.") }))
    .max(100)
    .optional()
    .describe("Names that the app finds in its /etc/hosts."),
  dns: z.array(ipAddress).max(10).optional().describe("DNS servers for names that are none of the stack's."),
  dnsSearches: z.array(word).max(10).optional().describe("Domains in which short names are looked for."),
  ulimits: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[a-z]+$/, "must be the name of a limit")
          .describe("Such as `nofile` or `memlock`."),
        soft: z.int().min(-1).describe("What the process begins with; -1 is no limit."),
        hard: z.int().min(-1).describe("What it may raise that to."),
      }),
    )
    .max(20)
    .optional()
    .describe("Limits of a process (setrlimit). The engine must be allowed as much itself."),
  shmSize: sizeSchema({ min: "1MiB", max: "1024GiB" }).optional().describe("Size of /dev/shm; 64MiB when left out."),
  devices: z
    .array(
      z.strictObject({
        hostPath: absolutePath.describe("Device on the host."),
        containerPath: absolutePath.optional().describe("Where the container sees it; the same place when left out."),
        permissions: z
          .string()
          .regex(/^[rwm]{1,3}$/, 'must be of "rwm"')
          .optional()
          .describe("Read, write, make: `rwm` when left out."),
      }),
    )
    .max(50)
    .optional()
    .describe("Devices of the host."),
  sysctls: z
    .record(word, z.string())
    .optional()
    .describe("Parameters of the kernel, of those that a container has of its own."),
});

export type ContainerOptions = z.infer<typeof containerOptionsSchema>;

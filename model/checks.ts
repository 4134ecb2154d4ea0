import { z } from "zod";
import { durationSchema } from "./duration.ts";
import { HOST_NAME } from "./host-name.ts";

const text = z.string().min(1).max(256);

const when = z
  .enum(["before", "after", "both"])
  .optional()
  .describe("Before the switch, after it, or both times; both when left out.");

export const commandCheckSchema = z.strictObject({
  command: z
    .array(z.string().min(1).max(4096))
    .min(1)
    .max(64)
    .describe("Command line that is run in the first replica, as its user, without a shell."),
  exitCode: z.int().min(0).max(255).optional().describe("Exit code it must end with; 0 when left out."),
  contains: text.optional().describe("Text that the first 64 KiB of its output must contain."),
  within: durationSchema({ min: "50ms", max: "5m" }).optional().describe("How long it may take; 10s when left out."),
  when,
});

/** What a dependency is asked by, of which it has exactly one. */
const PROBES = ["tcp", "http", "command"] as const;

const TCP_ADDRESS = new RegExp(`^(?:${HOST_NAME}|\\[[0-9a-fA-F:.]+\\]):(\\d{1,5})$`);

export const dependencySchema = z
  .strictObject({
    tcp: z
      .string()
      .max(300)
      .refine(isTcpAddress, 'must be a host and a port|Write it like "db:5432" or "[fd00::7]:5432".')
      .optional()
      .describe("Host and port that must accept a connection."),
    http: z
      .string()
      .max(2048)
      .refine(isProbeUrl, "must be an http or https URL without a login|Write it like `http://auth:8080/ready`.")
      .optional()
      .describe("URL that must answer a GET; a redirect is not followed, and a certificate is not judged."),
    command: z
      .array(z.string().min(1).max(4096))
      .min(1)
      .max(64)
      .optional()
      .describe("Command line that must end with 0, run in the first replica as those of `commands` are."),
    expect: z
      .int()
      .min(100)
      .max(599)
      .optional()
      .describe("HTTP status that `http` must be answered with; 200 when left out."),
    timeout: durationSchema({ min: "50ms", max: "60s" })
      .optional()
      .describe("How long one try may take; 2s when left out, 10s for a `command`."),
    within: durationSchema({ min: "0s", max: "10m" })
      .optional()
      .describe("How long it is tried again until it is given up; 10s when left out, and 0s for a single try."),
    when: when.describe("Before the switch, after it, or both times; before when left out."),
  })
  .superRefine((dependency, context) => {
    const given = PROBES.filter((key) => dependency[key] !== undefined);
    if (given.length !== 1) {
      context.addIssue({
        code: "custom",
        input: given.join(" and ") || undefined,
        message: "must have one of `tcp`, `http` and `command`|Write one entry for each question.",
      });
    }
    if (dependency.expect !== undefined && dependency.http === undefined) {
      context.addIssue({
        code: "custom",
        path: ["expect"],
        input: dependency.expect,
        message: "is for `http` only|Remove it.",
      });
    }
  });

function isTcpAddress(text: string): boolean {
  const port = Number(TCP_ADDRESS.exec(text)?.[1]);
  return port >= 1 && port <= 65_535;
}

/** A login would stand in clear in the config and in the edge's records. */
function isProbeUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || /\s|\p{C}/u.test(text)) return false;
  return ["http:", "https:"].includes(url.protocol) && url.username === "" && url.password === "";
}

export const logsCheckSchema = z.strictObject({
  refuse: z
    .array(text)
    .min(1)
    .max(50)
    .optional()
    .describe("Texts of which no line may have one; words of a level of ERROR and above when left out."),
  ignore: z.array(text).max(50).optional().describe("Texts of lines that are known and do no harm."),
  when,
});

/** What a release proves beyond its smoke requests. All of it is optional: hashes of sealed releases must stay what they are. */
export const checksSchema = z.strictObject({
  dependencies: z
    .array(dependencySchema)
    .max(20)
    .optional()
    .describe("Databases and other services that must answer, asked from the network of the first replica."),
  commands: z
    .array(commandCheckSchema)
    .max(20)
    .optional()
    .describe("Commands that must succeed in a replica, such as one that asks the database."),
  logs: logsCheckSchema
    .optional()
    .describe("What the replicas may not have logged since their start. Without the key logs are not looked at."),
  bakeTime: durationSchema({ min: "0s", max: "1h" })
    .optional()
    .describe(
      "How long the color is watched once it serves, before `up` ends: restarts, health and, where `logs` is there, new lines. What " +
        "turns red puts the traffic back. Not at all when left out.",
    ),
});

export type Checks = z.infer<typeof checksSchema>;
export type Dependency = z.infer<typeof dependencySchema>;
export type CommandCheck = z.infer<typeof commandCheckSchema>;
export type LogsCheck = z.infer<typeof logsCheckSchema>;

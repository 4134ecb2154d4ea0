import { tidegate } from "../frameworks.ts";
import { inputOf, type JudgedInput } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** Drivers that write to the host's disk. Any other sends the logs to where they are kept. */
const ON_DISK: ReadonlySet<unknown> = new Set(["json-file", "local"]);

/** Logs are kept, and never fill the disk. */
export const logRotation: Rule = {
  id: "log-rotation",
  title: "Log rotation",
  group: "containers",
  description: "Logs are kept in files of bounded size and number, or sent elsewhere.",
  rationale:
    "The engine's default file grows until the disk of the host is full, and then nothing on it works. Without logs " +
    "nobody can say why a release failed.",
  severity: "medium",
  framework: tidegate("Log rotation", "What a container logs is kept, within a bound."),
  remediation: 'Set `logDriver: json-file` with `logOpts: { "max-size": "10m", "max-file": "3" }`.',
  example: {
    refused: "logDriver: none",
    accepted: 'logDriver: json-file, logOpts: { "max-size": "10m", "max-file": "3" }',
  },
  judges: [CONTAINER],
  judge: (resource) => {
    const driver = inputOf(resource, "logDriver");
    const options = inputOf(resource, "logOpts");
    if (driver.value === undefined || driver.value === "" || driver.value === "none")
      return [
        `${driver.path}: must name a driver that keeps logs, got ${driver.got}. Set "json-file" and \`logOpts\`.`,
      ];
    if (!ON_DISK.has(driver.value)) return [];
    return [
      ...judgeBound(options.at("max-size"), /^[1-9]\d*[kmg]?$/i, "10m"),
      ...judgeBound(options.at("max-file"), /^[1-9]\d*$/, "3"),
    ];
  },
};

function judgeBound({ isUnknown, path, text = "", got }: JudgedInput, bound: RegExp, example: string): string[] {
  if (isUnknown || bound.test(text)) return [];
  return [`${path}: must bound the log files, got ${got}. Write it like "${example}".`];
}

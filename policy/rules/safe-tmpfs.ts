import { tidegate } from "../frameworks.ts";
import { inputOf, type JudgedInput } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** Mount options that take back what the engine sets by itself: noexec, nosuid, nodev. */
const LOOSE: ReadonlySet<string> = new Set(["exec", "suid", "dev"]);

/** What an app writes is data: it is not run, and makes nobody somebody else. */
export const safeTmpfs: Rule = {
  id: "safe-tmpfs",
  title: "Safe tmpfs",
  group: "containers",
  description: "Memory-backed folders stay without programs, without set-user-id and without devices.",
  rationale:
    "With a read-only root they are the one place where a break-in can leave a program. The engine mounts them so that it " +
    "cannot be run; the option `exec` gives that up.",
  severity: "medium",
  framework: tidegate("Writable folders", "What an app can write cannot be executed."),
  remediation:
    "Remove the option. A program belongs into the image; an app that unpacks one at start needs an exception.",
  example: { refused: "tmpfs: { /tmp: 'rw,exec' }", accepted: "tmpfs: { /tmp: 'size=64m,mode=1777' }" },
  judges: [CONTAINER],
  judge: (resource) => {
    const tmpfs = inputOf(resource, "tmpfs");
    const folders = typeof tmpfs.value === "object" && tmpfs.value !== null ? Object.keys(tmpfs.value) : [];
    return folders.flatMap((folder) => judgeOptions(tmpfs.at(folder)));
  },
};

function judgeOptions({ path, text = "", got }: JudgedInput): string[] {
  return text
    .split(",")
    .map((option) => option.trim().toLowerCase())
    .filter((option) => LOOSE.has(option))
    .map((option) => `${path}: must not be mounted with \`${option}\`, got ${got}. Remove the option.`);
}

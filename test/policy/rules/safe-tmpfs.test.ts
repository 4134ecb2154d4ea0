import { safeTmpfs } from "../../../policy/rules/safe-tmpfs.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_TEXT } from "../judge.ts";

const says = (path: string, option: string, got: string) =>
  `tmpfs.${path}: must not be mounted with \`${option}\`, got "${got}". Remove the option.`;

describeContainerRule(safeTmpfs, {
  accepts: [
    ["none", { tmpfs: undefined }],
    ["sizes, owners and modes", { tmpfs: { "/tmp": "size=64m,mode=1777,uid=1", "/run": "" } }],
    ["what the engine sets anyway", { tmpfs: { "/tmp": "rw,noexec,nosuid,nodev" } }],
    ["folders that a preview does not know", { tmpfs: UNKNOWN_TEXT }],
    ["options that a preview does not know", { tmpfs: { "/tmp": UNKNOWN_TEXT } }],
  ],
  refuses: [
    ["programs", { tmpfs: { "/tmp": "rw,exec" } }, [says("/tmp", "exec", "rw,exec")]],
    ["set-user-id", { tmpfs: { "/run": "", "/tmp": "suid,size=1m" } }, [says("/tmp", "suid", "suid,size=1m")]],
    [
      "all three, however they are written",
      { tmpfs: { "/tmp": "EXEC, suid,dev" } },
      ["exec", "suid", "dev"].map((option) => says("/tmp", option, "EXEC, suid,dev")),
    ],
  ],
});

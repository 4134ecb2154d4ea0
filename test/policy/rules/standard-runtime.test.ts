import { standardRuntime } from "../../../policy/rules/standard-runtime.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_TEXT } from "../judge.ts";

const KNOWN = ["", "runc", "crun", "runsc", "kata", "kata-qemu", "io.containerd.runc.v2", "io.containerd.kata.v2"];
const OTHERS = ["nvidia", "sysbox-runc", "runc2", "/usr/local/bin/runc", "io.containerd.runhcs.v1", "RUNC"];

describeContainerRule(standardRuntime, {
  accepts: [
    ["none named", { runtime: undefined }],
    ...KNOWN.map((runtime) => [`"${runtime}"`, { runtime }] as const),
    ["one that a preview does not know", { runtime: UNKNOWN_TEXT }],
  ],
  refuses: OTHERS.map(
    (runtime) =>
      [
        `"${runtime}"`,
        { runtime },
        [`runtime: must be the engine's own, or one that isolates more, got "${runtime}". Remove it.`],
      ] as const,
  ),
});

import { noHostNamespace } from "../../../policy/rules/no-host-namespace.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const MODES = ["networkMode", "pidMode", "ipcMode", "usernsMode", "cgroupnsMode"];

describeContainerRule(noHostNamespace, {
  accepts: [
    ["no modes at all", {}],
    ["namespaces of its own", { networkMode: "bridge", ipcMode: "private", cgroupnsMode: "private" }],
    ["IPC that others may join", { ipcMode: "shareable" }],
    ["no network", { networkMode: "none" }],
    ["a network whose name only begins like the host's", { networksAdvanced: [{ name: "hosting" }] }],
    ...MODES.map((mode) => [`${mode} that a preview does not know`, { [mode]: UNKNOWN_TEXT }] as const),
    ["networks that a preview does not know", { networksAdvanced: UNKNOWN_LIST }],
  ],
  refuses: [
    ...MODES.flatMap(
      (mode) =>
        [
          [`${mode} of the host`, { [mode]: "host" }, [`${mode}: must not be the host's, got "host". Remove it.`]],
          [
            `${mode} of another container`,
            { [mode]: "container:shop" },
            [`${mode}: must not be another container's, got "container:shop". Remove it.`],
          ],
        ] as const,
    ),
    ["it in capitals", { pidMode: "HOST" }, ['pidMode: must not be the host\'s, got "HOST". Remove it.']],
    [
      "the host's network among several, beside one that is not known",
      { networksAdvanced: [{ name: UNKNOWN_TEXT }, { name: "host" }] },
      ['networksAdvanced.1.name: must not be the host\'s, got "host". Remove it.'],
    ],
  ],
});

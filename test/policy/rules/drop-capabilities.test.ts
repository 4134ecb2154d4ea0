import { dropCapabilities } from "../../../policy/rules/drop-capabilities.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const ALL = 'capabilities.drops: must include "ALL", got';

describeContainerRule(dropCapabilities, {
  accepts: [
    ["all dropped, in any case", { capabilities: { drops: ["all"] } }],
    ["all dropped, with the prefix", { capabilities: { drops: ["CAP_ALL"] } }],
    ["the right to low ports", { capabilities: { drops: ["ALL"], adds: ["NET_BIND_SERVICE"] } }],
    ["the same with prefix and in small letters", { capabilities: { drops: ["ALL"], adds: ["cap_net_bind_service"] } }],
    ["capabilities that a preview does not know", { capabilities: UNKNOWN_OBJECT }],
    ["drops that a preview does not know", { capabilities: { drops: UNKNOWN_LIST } }],
    ["one drop that a preview does not know", { capabilities: { drops: ["CHOWN", UNKNOWN_TEXT] } }],
    ["adds that a preview does not know", { capabilities: { drops: ["ALL"], adds: [UNKNOWN_TEXT] } }],
  ],
  refuses: [
    ["no word of them", { capabilities: undefined }, [`${ALL} nothing. Drop all capabilities.`]],
    ["no drops", { capabilities: { adds: [] } }, [`${ALL} nothing. Drop all capabilities.`]],
    ["an empty list", { capabilities: { drops: [] } }, [`${ALL} []. Drop all capabilities.`]],
    ["some drops", { capabilities: { drops: ["CHOWN"] } }, [`${ALL} ["CHOWN"]. Drop all capabilities.`]],
    ...["NET_ADMIN", "CAP_SYS_ADMIN", "all", "NET_RAW", ""].map(
      (capability) =>
        [
          `the addition of "${capability}"`,
          { capabilities: { drops: ["ALL"], adds: ["NET_BIND_SERVICE", capability] } },
          [`capabilities.adds.1: must be NET_BIND_SERVICE or nothing, got "${capability}". Remove it.`],
        ] as const,
    ),
    [
      "an addition beside drops that are not known",
      { capabilities: { drops: UNKNOWN_LIST, adds: ["SYS_PTRACE"] } },
      ['capabilities.adds.0: must be NET_BIND_SERVICE or nothing, got "SYS_PTRACE". Remove it.'],
    ],
  ],
});

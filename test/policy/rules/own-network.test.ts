import { ownNetwork } from "../../../policy/rules/own-network.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const says = (input: string, got: string) => [
  `${input}: must be a network of its own, not the engine's default bridge, got ${got}. Name one in \`networksAdvanced\`.`,
];
const none = { networksAdvanced: undefined };

describeContainerRule(ownNetwork, {
  accepts: [
    ["a network by name", { networksAdvanced: [{ name: "shop" }] }],
    ["a network as a mode", { ...none, networkMode: "shop" }],
    ["no network at all", { ...none, networkMode: "none" }],
    ["the host's, which another rule judges", { ...none, networkMode: "host" }],
    ["a mode beside networks that are named", { networkMode: "bridge", networksAdvanced: [{ name: "shop" }] }],
    ["networks that a preview does not know", { networksAdvanced: UNKNOWN_LIST }],
    ["a mode that a preview does not know", { ...none, networkMode: UNKNOWN_TEXT }],
    ["a network whose name only begins alike", { networksAdvanced: [{ name: "bridge-shop" }] }],
  ],
  refuses: [
    ["no network named", none, says("networksAdvanced", "nothing")],
    ["none in the list", { networksAdvanced: [] }, says("networksAdvanced", "[]")],
    ["the mode bridge", { ...none, networkMode: "bridge" }, says("networkMode", '"bridge"')],
    ["the mode default", { ...none, networkMode: "default" }, says("networkMode", '"default"')],
    [
      "it among others",
      { networksAdvanced: [{ name: "shop" }, { name: "Bridge" }] },
      says("networksAdvanced.1.name", '"Bridge"'),
    ],
  ],
});

import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { isLoopback } from "../../model/loopback.ts";
import { EDGE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** What is not released yet is looked at from the host itself, or through a tunnel to it. */
export const previewOnLoopback: Rule = {
  id: "preview-on-loopback",
  title: "Preview on loopback",
  group: "service",
  description: "The edge's preview listener is on the host's loopback address only.",
  rationale:
    "The preview shows whatever lies in the idle color: a version nobody has approved, or the old one with the hole that " +
    "the cutover closed.",
  severity: "high",
  framework: tidegate("Preview", "Only who may sign in to the host sees the idle color."),
  remediation: "Set `edge.preview` to a port of 127.0.0.1; look at it with `ssh -L`.",
  example: { refused: 'edge: { preview: "0.0.0.0:8081" }', accepted: 'edge: { preview: "127.0.0.1:8081" }' },
  judges: [EDGE],
  judge: (edge) => {
    const preview = inputOf(edge, "preview");
    if (preview.isUnknown || isLoopback(preview.text ?? "")) return [];
    return [`preview: must listen on loopback only, got ${preview.got}. Use a port of 127.0.0.1 and \`ssh -L\`.`];
  },
};

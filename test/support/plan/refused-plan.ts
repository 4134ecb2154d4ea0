import type { PlannedRelease } from "../../../cli/plan/planned-release.ts";
import { textDiff } from "../../../cli/release/text-diff.ts";
import { sampleReport } from "../../policy/report/sample-report.ts";

const DIGEST = `sha256:${"c".repeat(64)}`;
const FILE = `config:
  tidegate:services:
    shop:
      activeColor: blue
      blue:
        version: 1.4.1
        image: registry.example.com/shop:1.4.1@${DIGEST}
      green:
        version: 1.4.0
        image: registry.example.com/shop:1.4.0@${DIGEST}
      replicas: 3
`;

/** A release to production that a closed window would stop and policies refuse. */
export function refusedPlan(): PlannedRelease {
  const report = sampleReport();
  const image = `registry.example.com/shop:1.4.2@${DIGEST}`;
  const declared = FILE.replace("activeColor: blue", "activeColor: green").replaceAll("1.4.0", "1.4.2");
  return {
    ...{ service: "shop", to: "green", version: "1.4.2", image, file: "Pulumi.prod.yaml" },
    diff: textDiff(FILE, declared),
    notes: [
      "gate host: passes: engine 29.0.1, clock 0.2 s off, 41 GiB free, 3 GiB of memory for 3 replicas, the image that serves is on the host",
      "gate window: closed: it is Saturday 22:14 in Europe/Berlin; opens Monday 09:00",
      "gate approvals: closed: 0 of 2 for class normal, asked by jane@example.com",
    ],
    report: { ...report, judgements: report.judgements.filter(({ resource }) => !resource.name.includes("<script>")) },
  };
}

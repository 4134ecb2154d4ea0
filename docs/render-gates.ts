import { writeFileSync } from "node:fs";
import { GATES } from "../delivery/gates/all-gates.ts";
import type { GateText } from "../delivery/gates/gate.ts";
import { tierValue } from "../cli/gates/tier-words.ts";
import { GATE_IDS } from "../model/gates/gates.ts";
import { tierDefaultsOf } from "../model/gates/tier-defaults.ts";
import { TIERS } from "../model/tier.ts";

const INTRODUCTION = `# Gates before a release

What may stand before a release. Each is asked in the program, before any container is touched, and only when traffic is about to
move to a release that has not served there yet: so a bare \`pulumi up\` asks them, too, and a rollback asks nobody. This page is
generated from the gates themselves: \`npm run docs\` writes it anew, and a test fails when it is out of step. \`tidegate gates
explain GATE\` prints the same text.

They are not \`services.<name>.gate\`, in the singular: that is the proof of health that a color gives, always, when its containers run.

A gate that nobody declares is not asked. \`tidegate:gates\` declares them for every service of a stack; \`services.<name>.gates\`
for one: a gate that stands there replaces the stack's as a whole, and null switches it off. What production must have declared is
the policy [release-gates-declared](policies.md#release-gates-declared), with exceptions like any other.

\`\`\`yaml
tidegate:gates:
  window:
    zone: Europe/Berlin
    open: ["mon-fri 09:00-17:00"]
tidegate:services:
  shop:
    gates:
      window: null # releases of this one may be made at any time
\`\`\`

\`true\` declares a gate with all its defaults (\`host: true\`). What a declaration leaves out has a default, and where that is another
one by tier, the gate has a table of it below: production is stricter without that anybody says so. The tier is that of the stack, as
policies take it: by its name, else by \`tidegate:tier\`, else prod. What is declared always wins.
[Why](decisions/0048-defaults-of-gates-by-tier.md).

- All gates are asked, at the same time, and all results are shown. One that is closed stops the release with exit code 3; its
  containers and the traffic stay as they are. One that cannot find out, or not within its deadline, is closed as well.
- A preview tells what each of them says now, and is not stopped by it. Without the host (\`TIDEGATE_OBSERVED\`) some cannot know.
- The cutover demands what they said, for this very service, color, version and switch, and in this run: \`pulumi up --target\` does not
  get around them.
- A release that was red behind its gates asks them again with the next run.
- An edge that has lost its memory does not know what has served: bringing traffic back is then a release.
`;

/** The whole page, from the gates alone. */
export function renderGatesPage(): string {
  return [INTRODUCTION, ...GATE_IDS.map((id) => section(GATES[id]))].join("\n");
}

function section(gate: GateText): string {
  const defaults = tierDefaultsOf(gate.id).map(
    ({ field, values }) => `| \`${field}\` | ${TIERS.map((tier) => tierValue(values[tier])).join(" | ")} |\n`,
  );
  const table =
    defaults.length === 0 ? "" : `\n| left out | dev | stg | prod |\n|---|---|---|---|\n${defaults.join("")}`;
  return `## ${gate.id}

**${gate.title}** · deadline ${gate.deadline}

${gate.description}

*Why:* ${gate.rationale}

*What to do where it is closed:* ${gate.remediation}

\`\`\`yaml
${gate.example}
\`\`\`
${table}`;
}

if (import.meta.main) writeFileSync(new URL("gates.md", import.meta.url), renderGatesPage());

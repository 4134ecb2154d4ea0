import { writeFileSync } from "node:fs";
import { z } from "zod";
import { ALL_RULES } from "../policy/all-rules.ts";
import { explainRule } from "../policy/explain.ts";
import { RULE_GROUPS, type RuleGroup } from "../policy/rule.ts";
import { SETTINGS_FILE, settingsSchema } from "../policy/settings.ts";

const GROUP_TITLES: Readonly<Record<RuleGroup, string>> = {
  images: "Images",
  secrets: "Secrets",
  containers: "Containers",
  service: "Services",
  stack: "Stacks",
  aws: "Amazon ECS and load balancers",
  plan: "Plans",
};

const INTRODUCTION = `# Policies

Every rule of the policy pack in \`policy/\`. This page is generated from the rules themselves: \`npm run docs\` writes it anew,
and a test fails when it is out of step. \`tidegate policy explain RULE\` prints the same text.

Rules block. A stack of tier dev (\`tidegate:tier\`, or a stack that is called \`dev\`) is only warned by those that say so; the
table is in \`policy/levels.ts\`, part of the pack, so that nobody depends on a flag somebody forgot. A stack that is not called
like a tier (\`staging\` and \`production\` are, too) and names none is judged like production.

\`\`\`sh
tidegate policy check -s prod --report reports    # judge what an up would do: policy.html, .sarif, .junit.xml, .md, .json
tidegate policy list
tidegate policy explain no-latest-tag
pulumi preview -s prod --policy-pack policy       # the pack alone, in any program
\`\`\`

Exit code 4 means refused. Rules of the group *plan* are judged by \`tidegate preview\`, \`up\` and \`policy check\` over the steps
the engine is about to take, because a pack knows no old state and no other stack; a bare \`pulumi up\` has the program's own
guard instead. \`up --skip-preview\` skips them.

\`npm run build:policy\` makes an npm package of the pack, for other programs: \`--policy-pack node_modules/tidegate-policy\`. The
pack reads the settings and stack files of the project that runs. Under a bare \`pulumi\` it looks for that project above the
folder of the shell, then above its own; started otherwise (\`pulumi -C\`), name the folder in \`TIDEGATE_PROJECT_DIR\`.

What looks like a secret to \`no-plaintext-secret\` is shown as \`[secret]\` in the differences that \`preview\` and \`up\`
print, too, and no message or report holds its value. What a program exports as an output in clear is shown as such.

## Settings and exceptions

\`${SETTINGS_FILE}\` beside \`Pulumi.yaml\` says what the pack cannot know. An exception lets the named resources break one rule
until its last day; every report lists it, and one that has expired, that nothing needs or that names no rule is a finding.

\`\`\`yaml
registries: ["127.0.0.1:*", registry.example.com]
exceptions:
  - rule: image-digest
    resource: "legacy-*"
    stacks: [stg, prod]
    reason: the supplier's registry has no digests
    owner: platform-team
    expires: 2027-03-31
    ticket: OPS-12
\`\`\`

`;

/** The whole page, from the rules and the settings' schema alone. */
export function renderPoliciesPage(): string {
  const groups = RULE_GROUPS.map((group) => ({ group, rules: ALL_RULES.filter((rule) => rule.group === group) }));
  const sections = groups.map(
    ({ group, rules: own }) => `## ${GROUP_TITLES[group]}\n\n${own.map(explainRule).join("\n\n")}`,
  );
  return `${INTRODUCTION}${settingsTable()}\n\n${sections.join("\n\n")}\n`;
}

interface Schema {
  description?: string;
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
}

function settingsTable(): string {
  // The JSON Schema of zod is typed as any JSON; `Schema` lists the keywords our schema can produce.
  const root = z.toJSONSchema(settingsSchema, { io: "input", unrepresentable: "any" }) as Schema;
  const rows = rowsOf("", root).map(([key, description]) => `| \`${key}\` | ${description} |`);
  return ["| key | meaning |", "|---|---|", ...rows].join("\n");
}

function rowsOf(prefix: string, { properties = {} }: Schema): [key: string, description: string][] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const below = schema.items?.properties === undefined ? schema : schema.items;
    const key = `${prefix}${name}${below === schema ? "" : "[]"}`;
    return [[key, schema.description ?? ""], ...rowsOf(`${key}.`, below)];
  });
}

if (import.meta.main) writeFileSync(new URL("policies.md", import.meta.url), renderPoliciesPage());

// Makes dist-policy/ (or the folder it is given), the pack as an npm package of its own, from what tsconfig.policy.json has
// compiled into it.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Everything that the pack's files import. */
const DEPENDENCIES = [
  "@pulumi/policy",
  "@pulumi/pulumi",
  "@secretlint/secretlint-rule-preset-recommend",
  "yaml",
  "zod",
];
/** Where every rule's address leads (`policy/rule-url.ts`). */
const RULES_PAGE = "docs/policies.md";

const root = join(import.meta.dirname, "..");
const target = process.argv[2] ?? join(root, "dist-policy");
const { version, license, engines, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const description = "Policy pack for Pulumi programs that run containers: the rules of Tidegate, on their own";

const files = {
  "package.json": JSON.stringify(
    {
      ...{ name: "tidegate-policy", version, description, license, type: "module", main: "policy/start.js", engines },
      files: ["policy", "model", "docs", "PulumiPolicy.yaml"],
      dependencies: Object.fromEntries(DEPENDENCIES.map((name) => [name, dependencies[name]])),
    },
    undefined,
    2,
  ),
  "PulumiPolicy.yaml": readFileSync(join(root, "policy/PulumiPolicy.yaml"), "utf8").replace(
    "main: start.js",
    "main: policy/start.js",
  ),
  "README.md": `# tidegate-policy

${description}.

\`\`\`sh
npm install tidegate-policy
pulumi preview --policy-pack node_modules/tidegate-policy
\`\`\`

Settings and exceptions go into \`tidegate-policy.yaml\` beside the project's \`Pulumi.yaml\`. \`${RULES_PAGE}\` explains every rule.
`,
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(target, name), `${text.trimEnd()}\n`);
mkdirSync(join(target, "docs"), { recursive: true });
for (const file of ["LICENSE", RULES_PAGE]) copyFileSync(join(root, file), join(target, file));

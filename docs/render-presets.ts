import { writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { PRESET_NAMES, PRESETS, type Preset, type PresetName } from "../model/presets.ts";

const INTRODUCTION = `# Presets

What is usual for a framework, so that a service need not say it. This page is generated from the presets themselves: \`npm run docs\`
writes it anew, and a test fails when it is out of step.

\`\`\`yaml
tidegate:services:
  shop:
    preset: rails
    activeColor: blue
    blue: { version: 1.4.2, image: "registry.example.com/shop:1.4.2" }
    release:
      health: { path: /healthz } # goes before what the preset says
\`\`\`

- Whatever the service declares itself goes before it, key by key; a list as a whole, so \`smoke: []\` leaves its requests out.
- Its smoke requests ask where the health check asks. Declare \`health.path\` or \`health.port\`, and they are left out.
- It is laid under the service when the stack's file is read. A release is sealed with the values, not with the name of a preset: a
  newer Tidegate whose preset says something else changes no color that has served. It does change the next release.
  [Why](decisions/0042-presets-lie-under-a-stack-file.md).
- Policies judge what comes out, as if the file said it. Users of the [components](components.md) write the values.
- \`tidegate init\` writes the preset of an image that it recognises.
`;

/** The whole page, from the presets alone. */
export function renderPresetsPage(): string {
  return [INTRODUCTION, ...PRESET_NAMES.map((name) => section(name, PRESETS[name]))].join("\n");
}

function section(name: PresetName, { title, notes, gate, release }: Preset): string {
  const values = { ...(Object.keys(gate).length === 0 ? {} : { gate }), release };
  return `## ${name}

For ${title}.

\`\`\`yaml
${stringify(values, { lineWidth: 0 }).trimEnd()}
\`\`\`

${notes.map((note) => `- ${note}`).join("\n")}
`;
}

if (import.meta.main) writeFileSync(new URL("presets.md", import.meta.url), renderPresetsPage());

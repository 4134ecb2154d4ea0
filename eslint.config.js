import { dirname, relative, resolve, sep } from "node:path";
import eslint from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

/**
 * Imports go one way: what the files of each folder may import beside their own folder. A folder that is not named here
 * may import nothing of ours.
 */
const MAY_IMPORT = {
  model: [],
  docker: ["model"],
  plan: ["model"],
  edge: ["plan", "docker", "model"],
  agent: ["edge", "plan", "model"],
  observability: ["agent", "model"],
  delivery: ["edge", "plan", "docker", "model"],
  engine: ["docker", "model"],
  components: ["observability", "agent", "delivery", "edge", "plan", "docker", "model"],
  platforms: ["components", "agent", "delivery", "edge", "plan", "docker", "model"],
  infra: ["platforms", "components", "observability", "agent", "delivery", "edge", "plan", "docker", "model"],
  policy: ["model"],
  setup: ["docker", "model"],
  load: ["model"],
  demo: ["engine", "edge", "setup", "load", "docker", "model"],
  cli: [
    "observability",
    "agent",
    "delivery",
    "engine",
    "edge",
    "plan",
    "platforms",
    "policy",
    "setup",
    "demo",
    "load",
    "docker",
    "model",
  ],
  bench: ["agent", "engine", "edge", "setup", "demo", "load", "docker", "model", "test"],
  docs: ["delivery", "model", "engine", "cli", "policy"],
};

const FOLDERS = [...Object.keys(MAY_IMPORT), "test"];

/**
 * Folders that others know by one file alone, those who have a door of their own, and who may look inside all the same: their tests, and
 * what measures them.
 */
const DOORS = {
  "edge/haproxy": {
    door: "index.ts",
    ownDoors: { agent: "socket.ts" }, // it has no engine, and none of the packages that talk to one
    insiders: ["test/unit/edge/haproxy", "bench/flip"],
  },
};

const nameOf = (file) => relative(import.meta.dirname, file).replaceAll(sep, "/");
const isIn = (file, folder) => file.startsWith(`${folder}/`);

/** Has a rule look at every import of another file of ours: `judge(from, to, report)`, with names from the repository's root. */
function importRule(judge) {
  return {
    meta: { type: "problem", schema: [] },
    create(context) {
      const look = ({ source }) => {
        if (typeof source?.value !== "string" || !source.value.startsWith(".")) return;
        const to = nameOf(resolve(dirname(context.filename), source.value));
        judge(nameOf(context.filename), to, (message) => context.report({ node: source, message }));
      };
      return {
        ImportDeclaration: look,
        ImportExpression: look,
        ExportAllDeclaration: look,
        ExportNamedDeclaration: look,
      };
    },
  };
}

/** Reports an import that leaves its top folder for one that MAY_IMPORT does not list. */
const importDirection = importRule((from, to, report) => {
  const [folder, other] = [from, to].map((name) => name.split("/")[0]);
  if (folder === "test" || !FOLDERS.includes(folder) || !FOLDERS.includes(other)) return;
  const allowed = [folder, ...(MAY_IMPORT[folder] ?? [])];
  if (allowed.includes(other)) return;
  report(`${folder}/ may import from ${allowed.join("/, ")}/ only: see MAY_IMPORT in eslint.config.js.`);
});

/** Reports an import of a file behind one of the DOORS. */
const importDoor = importRule((from, to, report) => {
  for (const [folder, { door, ownDoors, insiders }] of Object.entries(DOORS)) {
    const own = Object.entries(ownDoors).find(([other]) => isIn(from, other))?.[1] ?? door;
    if (!isIn(to, folder) || to === `${folder}/${own}`) continue;
    if ([folder, ...insiders].some((inside) => isIn(from, inside))) continue;
    report(`${folder}/ is known by its ${own} alone: see DOORS in eslint.config.js.`);
  }
});

export default defineConfig(
  globalIgnores(["dist/", "dist-policy/", ".tidegate/", "coverage/", "setup/node/"]),
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    plugins: { tidegate: { rules: { "import-direction": importDirection, "import-door": importDoor } } },
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-deprecated": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // A pulumi.Output in a template string prints an explanation instead of its value; these two refuse it.
      "@typescript-eslint/no-base-to-string": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/require-await": "off",
      "tidegate/import-direction": "error",
      "tidegate/import-door": "error",
      "no-warning-comments": "error",
      "no-console": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: {
      globals: Object.fromEntries(
        [
          "AbortController",
          "Buffer",
          "URL",
          "console",
          "fetch",
          "process",
          "setInterval",
          "setTimeout",
          "clearInterval",
          "clearTimeout",
        ].map((name) => [name, "readonly"]),
      ),
    },
  },
);

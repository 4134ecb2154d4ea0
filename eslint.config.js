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
  engine: ["docker", "model"],
  components: ["edge", "plan", "docker", "model"],
  infra: ["components", "edge", "plan", "docker", "model"],
  policy: ["model"],
  setup: ["docker", "model"],
  load: ["model"],
  demo: ["engine", "edge", "setup", "load", "docker", "model"],
  cli: ["engine", "edge", "plan", "policy", "setup", "demo", "load", "docker", "model"],
  bench: ["engine", "edge", "setup", "demo", "load", "docker", "model", "test"],
  docs: ["model", "engine", "cli", "policy"],
};

const FOLDERS = [...Object.keys(MAY_IMPORT), "test"];

/** Reports an import that leaves its top folder for one that MAY_IMPORT does not list. */
const importDirection = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const folderOf = (file) => relative(import.meta.dirname, file).split(sep)[0];
    const from = folderOf(context.filename);
    if (from === "test" || !FOLDERS.includes(from)) return {};
    const allowed = [from, ...(MAY_IMPORT[from] ?? [])];
    const judge = ({ source }) => {
      if (typeof source?.value !== "string" || !source.value.startsWith(".")) return;
      const to = folderOf(resolve(dirname(context.filename), source.value));
      if (!FOLDERS.includes(to) || allowed.includes(to)) return;
      const message = `${from}/ may import from ${allowed.join("/, ")}/ only: see MAY_IMPORT in eslint.config.js.`;
      context.report({ node: source, message });
    };
    return {
      ImportDeclaration: judge,
      ImportExpression: judge,
      ExportAllDeclaration: judge,
      ExportNamedDeclaration: judge,
    };
  },
};

export default defineConfig(
  globalIgnores(["dist/", "dist-policy/", ".tidegate/", "coverage/", "setup/node/"]),
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    plugins: { tidegate: { rules: { "import-direction": importDirection } } },
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

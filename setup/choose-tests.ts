/** Projects of vitest.config.ts, and whether their tests need a container engine and our images. */
const NEEDS_ENGINE = { unit: false, components: false, policy: false, integration: true, e2e: true, output: false };

type Project = keyof typeof NEEDS_ENGINE;

export interface ChosenTests {
  needsEngine: boolean;
  vitestArgs: readonly string[];
  /** Nobody asks for certain tests: those that have their turn on another day may be left out. */
  byTurns: boolean;
}

/** What the arguments of `npm test` select: a bare project name stands for `--project` with that name. */
export function chooseTests(args: readonly string[]): ChosenTests {
  const vitestArgs = args.flatMap((argument, index) =>
    isProject(argument) && !args[index - 1]?.startsWith("-") ? ["--project", argument] : [argument],
  );
  const named = vitestArgs.flatMap((argument, index) => {
    if (argument === "--project") return [vitestArgs[index + 1] ?? ""];
    return argument.startsWith("--project=") ? [argument.slice("--project=".length)] : [];
  });
  const needsEngine = named.length === 0 || named.some((name) => !isProject(name) || NEEDS_ENGINE[name]);
  return { needsEngine, vitestArgs, byTurns: args.every(isProject) };
}

function isProject(name: string): name is Project {
  return name in NEEDS_ENGINE;
}

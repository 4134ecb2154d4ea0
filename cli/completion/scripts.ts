import type { WordKind } from "./word-kinds.ts";
import type { CommandWords } from "./words.ts";

/** For `source <(tidegate completion bash)`. */
export function renderBash(commands: readonly CommandWords[]): string {
  return `# bash completion for tidegate
_tidegate() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" stack=() word index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    case "\${COMP_WORDS[index-1]}" in -s|--stack) stack=(-s "$word") ;; esac
    case "$path $word" in
${commandPaths(commands)
  .map((path) => `      "${path.includes(" ") ? path : ` ${path}`}") path="${path}" ;;`)
  .join("\n")}
    esac
  done
  words() { "\${COMP_WORDS[0]}" complete "$1" "\${stack[@]}" 2>/dev/null; }
  case "$previous" in
    -s|--stack) COMPREPLY=($(compgen -W "$(words stacks)" -- "$current")); return ;;
    --service) COMPREPLY=($(compgen -W "$(words services)" -- "$current")); return ;;
    -C|--cwd|--policy-pack) COMPREPLY=($(compgen -d -- "$current")); return ;;
${choices(commands)
  .map(([flag, values]) => `    ${flag}) COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$current")); return ;;`)
  .join("\n")}
  esac
  case "$path" in
${commands.map(({ path, ...words }) => `    "${path}") COMPREPLY=($(compgen -W "${allWords(words)}" -- "$current")) ;;`).join("\n")}
  esac
  [ "$path" = "import-env" ] && COMPREPLY+=($(compgen -f -- "$current"))
  return 0
}
complete -F _tidegate tidegate
`;
}

/** For `source <(tidegate completion zsh)`: the bash function, through zsh's own adapter. */
export function renderZsh(commands: readonly CommandWords[]): string {
  return `#compdef tidegate
autoload -U +X bashcompinit && bashcompinit
${renderBash(commands)}`;
}

/** For `tidegate completion fish | source`. */
export function renderFish(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ path, options, argument }) => {
    const [first, second] = path.split(" ");
    const isHere =
      path === ""
        ? "__fish_use_subcommand"
        : `__fish_seen_subcommand_from ${first}${second === undefined ? "" : `; and __fish_seen_subcommand_from ${second}`}`;
    const below = commands.filter((command) => isChild(path, command.path));
    return [
      ...below.map(
        (command) =>
          `complete -c tidegate -f -n '${isHere}' -a '${command.path.split(" ").at(-1)}' -d ${quote(command.description)}`,
      ),
      ...(argument === undefined
        ? []
        : [
            `complete -c tidegate -f -n '${isHere}' -a '${typeof argument === "string" ? fishWords(argument) : argument.join(" ")}'`,
          ]),
      ...options.map(({ flags, description, choices, takesValue }) => {
        const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
        const asked = PROJECT_WORDS.find(([flag]) => flags.includes(flag));
        const words = asked === undefined ? choices.join(" ") : fishWords(asked[1]);
        const values = words === "" ? "" : ` -a '${words}'`;
        const value = takesValue ? " -x" : "";
        return `complete -c tidegate -n '${isHere}' ${names.join(" ")}${value}${values} -d ${quote(description)}`;
      }),
    ];
  });
  return `# fish completion for tidegate\n${lines.join("\n")}\n`;
}

/** Options whose values only the project knows. */
const PROJECT_WORDS: readonly (readonly [flag: string, kind: WordKind])[] = [
  ["--stack", "stacks"],
  ["--service", "services"],
];

function fishWords(kind: WordKind): string {
  return `(tidegate complete ${kind} 2>/dev/null)`;
}

function commandPaths(commands: readonly CommandWords[]): string[] {
  return commands.map(({ path }) => path).filter((path) => path !== "");
}

function isChild(parent: string, path: string): boolean {
  const depth = (text: string) => (text === "" ? 0 : text.split(" ").length);
  return depth(path) === depth(parent) + 1 && (parent === "" || path.startsWith(`${parent} `));
}

function choices(commands: readonly CommandWords[]): [flag: string, values: readonly string[]][] {
  const found = commands.flatMap(({ options }) =>
    options.flatMap(({ flags, choices: values }) => flags.map((flag) => [flag, values] as const)),
  );
  return [...new Map(found.filter(([, values]) => values.length > 0))];
}

/** For bash: what may follow a command, and what is asked of it where only the project knows. */
function allWords({ commands, options, argument }: Omit<CommandWords, "path">): string {
  const own = argument === undefined ? [] : typeof argument === "string" ? [`$(words ${argument})`] : argument;
  return [...commands, ...own, ...options.flatMap(({ flags }) => flags)].join(" ");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}

import { Option, type Command } from "commander";
import { VALUE_TYPES, type ValueType } from "./config/value-of.ts";
import { examples } from "./examples.ts";
import { stackOptions, waitOption, withEngine, withStack, withWait } from "./stack-options.ts";

/** The commands that read and change a stack's file. */
export function addConfigCommands(program: Command): void {
  const config = program.command("config").description("read and change the stack's file");

  withPath(withEngine(withStack(config.command("set").description("set one value; everything else in the file stays"))))
    .argument("<key>", "for instance tidegate:host, or a path with --path")
    .argument("[value]", "read from stdin when left out; a secret is asked for on a terminal")
    .option("--secret", "encrypt it with the stack's passphrase", false)
    .addOption(
      new Option("--type <type>", "what the value is; by its place in tidegate's config when left out").choices(
        VALUE_TYPES,
      ),
    )
    .addHelpText(
      "after",
      `${examples(
        "config set --path tidegate:services.shop.activeColor green -s dev",
        "config set --path tidegate:services.shop.release.environment.PORT 8080 -s dev",
        "config set --secret --path tidegate:secrets.shop.DATABASE_URL -s dev < url.txt",
      )}
The whole file is judged before it is written: what \`up\` would refuse is refused here, unless something is only missing yet.`,
    )
    .action(async (key: string, value: string | undefined, options: SetFlags) => {
      const { configSet } = await import("./commands/config-set.ts");
      const { secret, path, type } = options;
      await configSet({
        ...{ ...stackOptions(options), key, secret, path },
        ...(value === undefined ? {} : { value }),
        ...(type === undefined ? {} : { type }),
      });
    });

  withPath(
    withStack(config.command("get").description("print what the file says; what is encrypted is shown as [secret]")),
  )
    .argument("<key>", "for instance tidegate:host, or a path with --path")
    .addHelpText(
      "after",
      examples("config get --path tidegate:services.shop.blue.version -s prod", "config get tidegate:host -s dev"),
    )
    .action(async (key: string, options: { path: boolean }) => {
      const { configGet } = await import("./commands/config-get.ts");
      configGet({ ...stackOptions(options), key, path: options.path });
    });

  withPath(withEngine(withStack(config.command("rm").description("take one value out, with what held nothing else"))))
    .argument("<key>", "for instance tidegate:retire, or a path with --path")
    .addHelpText(
      "after",
      examples("config rm --path tidegate:services.shop.release.command -s dev", "config rm tidegate:retire -s prod"),
    )
    .action(async (key: string, options: { path: boolean }) => {
      const { configRm } = await import("./commands/config-rm.ts");
      await configRm({ ...stackOptions(options), key, path: options.path });
    });

  withWait(
    withEngine(
      withStack(config.command("passphrase").description("seal all secrets of the stack with another passphrase")),
    ),
  )
    .addHelpText(
      "after",
      `${examples("config passphrase -s dev", "TIDEGATE_NEW_PASSPHRASE_FILE=next.txt tidegate config passphrase -s prod")}
The old one comes from PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, as ever; the new one is asked for on a
terminal, or comes from TIDEGATE_NEW_PASSPHRASE or TIDEGATE_NEW_PASSPHRASE_FILE.`,
    )
    .action(async (options: unknown) => {
      const { configPassphrase } = await import("./commands/config-passphrase.ts");
      await configPassphrase({ ...stackOptions(options), ...waitOption(options) });
    });
}

interface SetFlags {
  secret: boolean;
  path: boolean;
  type?: ValueType;
}

function withPath(command: Command): Command {
  return command.option("--path", "the key is a path into an object", false);
}

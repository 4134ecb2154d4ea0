import { Option, type Command } from "commander";
import { withChange } from "./change-options.ts";
import { examples } from "./examples.ts";
import {
  runOptions,
  stackOptions,
  withDiff,
  withEngine,
  withPolicy,
  withRun,
  withStack,
  withWait,
} from "./stack-options.ts";
import { tracedCommand } from "./telemetry/traced.ts";

/** The commands on one stack. Each is loaded when it runs, so that `--help` and a typing error answer at once. */
export function addStackCommands(program: Command): void {
  withStack(program.command("init").description("write the file of a new stack around an image of your own; asks"))
    .option("--image <reference>", "image of the app; it is looked into on the host's engine")
    .option("--port <port>", "TCP port the app listens on in its container (default: the one the image exposes)")
    .option("--path <path>", "path that answers 200 when the app is well (default: of the image's health check, or /)")
    .option("--name <service>", "name of the service (default: after the image)")
    .option("--tier <tier>", "how strictly policies judge it: dev, stg or prod")
    .option("--host <address>", "engine that runs it (default: the local one)")
    .option("--force", "replace the stack's file", false)
    .addHelpText(
      "after",
      examples("init -s mine", "init -s prod --image registry.example.com/shop:1.4.1 --port 8080 --path /healthz"),
    )
    .action(async (options: unknown) => {
      const { init, parseInitOptions } = await import("./commands/init.ts");
      await init({ ...stackOptions(options), ...parseInitOptions(options) });
    });

  withPolicy(
    withDiff(
      withWait(
        withChange(
          withRun(program.command("up").description("bring the stack up; shows what will happen and asks first")),
        ),
      ),
    ),
  )
    .option("-y, --yes", "do it without asking", false)
    .option("-f, --skip-preview", "do not plan before (for flips); stack-wide policies are then judged after", false)
    .option("--follow", "then wait until every release that is under way has all clients, or none any more", false)
    .addHelpText("after", examples("up -s dev", "up -s prod --yes", "up -s prod --yes -f    # fastest flip"))
    .action(async (options: { skipPreview: boolean; follow: boolean }) => {
      const { up } = await import("./commands/up.ts");
      const { skipPreview, follow } = options;
      const run = runOptions(options);
      await tracedCommand("tidegate up", { "tidegate.stack": run.stack }, () => up({ ...run, skipPreview, follow }));
    });

  withPolicy(
    withDiff(
      withWait(
        withChange(
          withRun(
            program.command("release").description("have a service serve a build: file, up, verdict; asks first"),
          ),
        ),
      ),
    ),
  )
    .argument("<service>", "the service")
    .requiredOption("--image <reference>", "the build, by tag or digest")
    .option(
      "--version <version>",
      "its name (default: the tag where it has a number in it, else the first of the digest)",
    )
    .option("-y, --yes", "do it without asking", false)
    .option("-f, --skip-preview", "do not plan before; stack-wide policies are then judged after", false)
    .option("--commit", "commit the stack's file once it serves, with trailers that say what", false)
    .option("--no-follow", "do not wait for its last step, where its clients go over step by step")
    .option("--dry-run", "only show what it would do, as `tidegate plan`", false)
    .option("--markdown", "with --dry-run: as a pull request shows it", false)
    .addHelpText(
      "after",
      `${examples("release shop --image registry.example.com/shop:1.5.0 -s prod", "release shop --image registry.example.com/shop@sha256:… --version 1.5.0 -s prod --yes")}
The tag is resolved to its digest, the build goes into the idle color of the stack's file, and one \`up\` proves it and moves the
traffic. Where it does not move, the file is put back. A release that was killed goes on when the same command is run again. One whose
clients go over step by step is followed until all have, or are back; Ctrl-C ends the following alone.`,
    )
    .action(async (service: string, options: ReleaseFlags) => {
      const { image, version, skipPreview, commit, follow, dryRun, markdown } = options;
      if (dryRun) {
        const { plan } = await import("./commands/plan.ts");
        return await plan({
          ...runOptions(options),
          service,
          image,
          markdown,
          ...(version === undefined ? {} : { version }),
        });
      }
      const { release } = await import("./commands/release.ts");
      const run = runOptions(options);
      const of = { "tidegate.stack": run.stack, "tidegate.service": service };
      await tracedCommand("tidegate release", of, () =>
        release({
          ...run,
          service,
          image,
          skipPreview,
          commit,
          follow,
          ...(version === undefined ? {} : { version }),
        }),
      );
    });

  withPolicy(
    withRun(program.command("plan").description("show what a release would do, traffic first; changes nothing")),
  )
    .argument("<service>", "the service")
    .requiredOption("--image <reference>", "the build, by tag or digest")
    .option("--version <version>", "its name, as `release` takes it")
    .option("--markdown", "as a pull request or a job's summary shows it", false)
    .addHelpText(
      "after",
      examples(
        "plan shop --image registry.example.com/shop:1.5.0 -s prod",
        "plan shop --image registry.example.com/shop:1.5.0 -s prod --markdown",
      ),
    )
    .action(async (service: string, options: Pick<ReleaseFlags, "image" | "version" | "markdown">) => {
      const { plan } = await import("./commands/plan.ts");
      const { image, version, markdown } = options;
      await plan({ ...runOptions(options), service, image, markdown, ...(version === undefined ? {} : { version }) });
    });

  withPolicy(
    withWait(
      withChange(
        withRun(
          program.command("rollback").description("move traffic back to the release that served before, at once"),
        ),
      ),
    ),
  )
    .argument("<service>", "the service")
    .option("--to <version>", "version to go back to (default: the one that served before)")
    .option("--traffic-only", "leave the stack's file and state to a later up", false)
    .option("--alone", "leave services of its group where they are, which moved together with it", false)
    .addHelpText(
      "after",
      `${examples("rollback shop -s prod", "rollback shop -s prod --to 1.4.0")}
Traffic moves first, straight at the edge: that takes neither registry nor state, only replicas that are well. Then the stack's
file says so, and an \`up\` without a preview brings the state in line. Where another release is staged in that color by now, what
served before is made again by that \`up\` and goes through the gate, which takes longer. Services of a group that the last switch
moved together go back together.`,
    )
    .action(async (service: string, options: { to?: string; trafficOnly: boolean; alone: boolean }) => {
      const { rollback } = await import("./commands/rollback.ts");
      const { to, trafficOnly, alone } = options;
      const run = runOptions(options);
      const of = { "tidegate.stack": run.stack, "tidegate.service": service };
      await tracedCommand("tidegate rollback", of, () =>
        rollback({ ...run, service, trafficOnly, alone, ...(to === undefined ? {} : { to }) }),
      );
    });

  withStack(program.command("abort").description("stop what goes on with a stack, and give up an unfinished release"))
    .argument("[service]", "only where a release of this service goes on")
    .addHelpText(
      "after",
      `${examples("abort -s prod")}
A run that was started in this checkout is asked to stop as Ctrl-C does. A release whose traffic has not moved is given up, and the
stack's file put back; where it has moved, nothing is undone. Where nothing goes on, nothing is changed.`,
    )
    .action(async (service: string | undefined, options: unknown) => {
      const { abort } = await import("./commands/abort.ts");
      await abort({ ...stackOptions(options), ...(service === undefined ? {} : { service }) });
    });

  withPolicy(
    withDiff(
      withRun(program.command("preview").description("show what an up would do, traffic first; changes nothing")),
    ),
  )
    .addHelpText(
      "after",
      examples("preview -s dev", "preview -s dev --diff", "TIDEGATE_OBSERVED=status.json tidegate preview -s prod"),
    )
    .action(async (options: unknown) => {
      const { preview } = await import("./commands/preview.ts");
      await preview(runOptions(options));
    });

  withWait(withRun(program.command("destroy").description("remove everything the stack has on its host")))
    .option("-y, --yes", "do it without asking", false)
    .addHelpText("after", examples("destroy -s dev"))
    .action(async (options: unknown) => {
      const { destroy } = await import("./commands/destroy.ts");
      await destroy(runOptions(options));
    });

  withDiff(withWait(withRun(program.command("refresh").description("read what really exists into the engine's state"))))
    .option("-y, --yes", "accepted for scripts; nothing is asked", false)
    .addHelpText("after", examples("refresh -s dev"))
    .action(async (options: unknown) => {
      const { refresh } = await import("./commands/refresh.ts");
      await refresh(runOptions(options));
    });

  withEngine(withStack(program.command("output").description("print the stack's outputs of its last up")))
    .argument("[name]", "one output only")
    .option("--show-secrets", "print secret outputs in clear", false)
    .addHelpText("after", examples("output -s dev", "output environment -s dev"))
    .action(async (name: string | undefined, options: { showSecrets: boolean }) => {
      const { output } = await import("./commands/output.ts");
      const { showSecrets } = options;
      await output({ ...stackOptions(options), showSecrets, ...(name === undefined ? {} : { name }) });
    });

  withEngine(
    withStack(program.command("prune").description("remove images and dead containers that nothing on the host needs")),
  )
    .option("--dry-run", "show what would go and stay, and why; remove nothing", false)
    .option("--keep <releases>", "how many of each service stay in any case (default: `tidegate:retention`, else 3)")
    .option("-y, --yes", "do it without asking", false)
    .addHelpText(
      "after",
      `${examples("prune -s prod --dry-run", "prune -s prod --keep 5 --yes")}
What runs, has served, is declared or is in any stack's memory on that host stays, whosever it is, and so do all images of
other repositories than the stack's services have. Nothing is forced: the engine refuses what came into use meanwhile.`,
    )
    .action(async (options: unknown) => {
      const { parsePruneOptions, prune } = await import("./commands/prune.ts");
      await prune({ ...stackOptions(options), ...parsePruneOptions(options) });
    });

  withEngine(withStack(program.command("orphans").description("what no stack owns on its hosts, and how to remove it")))
    .addHelpText(
      "after",
      `${examples("orphans -s prod", "orphans -s prod --json")}
Looks at containers, networks and volumes with labels of this project whose stack has no file and no state here, or that another
environment of the same name left; at what a prune would remove; and at data that was kept. Changes nothing.`,
    )
    .action(async (options: unknown) => {
      const { orphans } = await import("./commands/orphans.ts");
      await orphans(stackOptions(options));
    });

  withStack(program.command("status").description("which color serves, its replicas, requests and errors"))
    .option("-w, --watch", "show it anew every two seconds", false)
    .addHelpText("after", examples("status -s dev", "status -s prod --json > status.json    # for previews elsewhere"))
    .action(async (options: { watch: boolean }) => {
      const { status } = await import("./commands/status.ts");
      await status({ ...stackOptions(options), watch: options.watch });
    });

  withStack(
    program.command("top").description("what both colors of each service do, live: rate, errors, latency, replicas"),
  )
    .argument("[service]", "one service only")
    .option("--interval <time>", "how long an interval is, such as 500ms or 1m", "1s")
    .option("--count <intervals>", "end after so many")
    .option("--once", "end after one", false)
    .addHelpText(
      "after",
      `${examples("top -s prod", "top shop -s prod --once", "top -s prod --json --interval 10s --count 6")}
Counts what clients asked of the public address, in the edge's own memory. The edge's health checks and smoke requests and the preview
are left out. Runs until Ctrl-C.`,
    )
    .action(async (service: string | undefined, options: Record<string, unknown>) => {
      const { parseTopOptions, top } = await import("./commands/top.ts");
      await top({
        ...stackOptions(options),
        ...parseTopOptions(options),
        ...(service === undefined ? {} : { service }),
      });
    });

  withStack(program.command("logs").description("what the replicas, the edge or the agent write"))
    .argument("[service]", "one service only")
    .addOption(new Option("--color <color>", "one color only").choices(["blue", "green"]))
    .option("--replica <index>", "one replica only, counted from 0")
    .option("-f, --follow", "go on until Ctrl-C", false)
    .option("-n, --tail <lines>", "how many lines of each to begin with", "100")
    .option("--since <when>", "lines from then on only: so long before now, a date, or a moment")
    .addOption(new Option("--edge", "the access log of the edge instead").default(false).conflicts("since"))
    .addOption(new Option("--agent", "what the agent says instead").default(false).conflicts("edge"))
    .addHelpText("after", examples("logs shop -s dev --follow", "logs -s dev --edge --tail 20"))
    .action(async (service: string | undefined, options: unknown) => {
      const { logs, parseLogOptions } = await import("./commands/logs.ts");
      await logs({
        ...stackOptions(options),
        ...parseLogOptions(options),
        ...(service === undefined ? {} : { service }),
      });
    });

  withEngine(withStack(program.command("import-env").description("take a team's .env file into the stack's file")))
    .argument("<file>", "file with NAME=value lines")
    .option("--service <name>", "service it is for; needed when the stack has several")
    .option("--secret <name...>", "names to encrypt, beside those that look like secrets")
    .option("--plain <name...>", "names to leave readable although they look like secrets")
    .option("--all-secret", "encrypt every value", false)
    .option("--dry-run", "show what would be plain, secret and overwritten; write nothing", false)
    .addHelpText(
      "after",
      examples(
        "import-env .env -s dev --dry-run",
        "import-env .env -s dev",
        "import-env .env -s prod --service shop --all-secret",
      ),
    )
    .action(async (file: string, options: unknown) => {
      const { importEnv, parseImportOptions } = await import("./commands/import-env.ts");
      await importEnv({ ...stackOptions(options), ...parseImportOptions(options), file });
    });
}

interface ReleaseFlags {
  image: string;
  version?: string;
  skipPreview: boolean;
  commit: boolean;
  follow: boolean;
  dryRun: boolean;
  markdown: boolean;
}

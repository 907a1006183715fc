/** What the command line looks like: commands, options, help. What a command does is loaded when it is called. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { root } from "../root.ts";

const EXAMPLES = `
Examples:
  wirecheck test chat --server 'python3 my_server.py'
  wirecheck test chat --server 'python3 my_server.py' --client 'python3 my_client.py'
  wirecheck test chat --connect localhost:15000
  wirecheck test chat --server ./server --only CHAT-MSG --reporter junit=report.xml --reporter text
  wirecheck test my-handout.md --server 'java -cp . Server {port}'`;

const STATUSES = `
Exit status:
  0  every rule that applies was kept
  1  a rule was broken, or the program did not get far enough to be judged
  2  the command or the handout is wrong
  3  it could not be judged`;

export function program(): Command {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const top = new Command("wirecheck")
    .description("Checks that programs keep a network protocol: your handout is the autograder.")
    .version(version)
    .showHelpAfterError("(wirecheck --help shows what there is)")
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "wirecheck: ")) })
    .addHelpText("after", `${EXAMPLES}\n${STATUSES}`)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

  top
    .command("test")
    .description("plays every other role of a handout against programs, and says which rules they break")
    .argument(
      "[SPEC]",
      "a built-in handout's name, or the path of a Markdown file; without it, wirecheck.yaml here says",
    )
    .option(
      "-s, --server <command>",
      "starts the server to test; {port} {host} {dir} and parameters are filled in ({{port}}: {port} as it stands)",
    )
    .option("-c, --client <command>", "starts a client to test; {name} is filled in too")
    .option("--program <name=command>", "starts another program of the handout to test", gather)
    .option("--connect <host:port>", "tests a server that runs already (its screen is not judged)")
    .option("--proto <file>", "over gRPC: the programs' own .proto, if not the handout's; `reflection` asks the server")
    .option("-o, --only <ids>", "only rules whose ids begin so, or fit a pattern with *; several with commas")
    .option("-p, --param <key=value>", "a parameter of the handout", gather, {})
    .option("-j, --jobs <number>", "how many scenarios are played at the same time", positive)
    .option("--fresh", "a fresh server for each scenario, also where the handout allows that one serves many")
    .option("--seed <number>", "varies names and words; the same seed, the same run", whole, 1)
    .option("--deadline <ms>", "how long a busy program may stay silent (2000)", positive)
    .option("--config <file>", "another file than the wirecheck.yaml that is here")
    .option("--dialect <name>", "a wire that the handout knows beside its own, or a file that describes one")
    .option("--runs <number>", "how many sequences of random play (where the handout has a model)", whole)
    .option("--save <folder>", "where scenarios that random play finds are saved", "counterexamples")
    .option("-r, --reporter <name[=file]>", "text, json, junit or github; several may be given", collect, [])
    .option("-v, --verbose", "shows every scenario that failed, and whole ladders")
    .option("--every-delivery", "cuts and merges the messages of every diagram in every way, not of a sample")
    .option("--all", "every built-in handout against its reference programs")
    .addHelpText("after", `${EXAMPLES}\n${STATUSES}`)
    .action(async (spec: string | undefined, options) => (await import("./test.ts")).test(spec, options));

  top
    .command("replay")
    .description("plays a scenario from a file again: one that random play has saved, or any diagram")
    .argument("<FILE>", "the file with the diagram")
    .argument("[SPEC]", "the handout that it belongs to, if the file does not say it")
    .option("-s, --server <command>", "starts the server to test")
    .option("-c, --client <command>", "starts a client to test")
    .option("--program <name=command>", "starts another program of the handout to test", gather)
    .option("--connect <host:port>", "tests a server that runs already")
    .option("--config <file>", "a wirecheck.yaml that says what is run, and how it says the messages")
    .option("--dialect <name>", "a wire that the handout knows beside its own, or a file that describes one")
    .option("--proto <file>", "over gRPC: the programs' own .proto; `reflection` asks the server")
    .option("-p, --param <key=value>", "a parameter of the handout", gather, {})
    .option("--seed <number>", "varies names and words", whole)
    .option("--times <number>", "how often it is played", positive, 1)
    .action(async (file: string, spec: string | undefined, options) =>
      (await import("./replay.ts")).replay(file, spec, options),
    );

  top
    .command("check")
    .description("is this handout well formed? which of its rules have no scenario?")
    .argument("<SPEC>", "a built-in handout's name, or the path of a Markdown file")
    .action(async (spec: string) => (await import("./check.ts")).check(spec));

  top
    .command("init")
    .description("writes a wirecheck.yaml with all that can be said in one, ready to be edited")
    .argument("<PROTOCOL>", "a built-in handout's name, or the path of a Markdown file")
    .action(async (spec: string) => (await import("./init.ts")).init(spec));

  top
    .command("learn")
    .description("watches a pair of programs talk, and writes a wirecheck.yaml that says what their wire looks like")
    .argument("[PROTOCOL]", "a built-in handout's name, or the path of a Markdown file")
    .option("-s, --server <command>", "starts the server")
    .option("-c, --client <command>", "starts a client")
    .option("--proto <file>", "over gRPC: the programs' own .proto, if the server cannot be asked")
    .option("--config <file>", "what is known already: programs, console, skip")
    .option("--output <file>", "where it is written", "wirecheck.yaml")
    .option("-j, --jobs <number>", "how many scenarios are played at the same time", positive, 4)
    .option("--seed <number>", "varies names and words", whole, 1)
    .action(async (spec: string | undefined, options) => (await import("./learn.ts")).learn(spec, options));

  top
    .command("list")
    .description("the built-in handouts")
    .action(async () => (await import("./list.ts")).list());
  return top;
}

function whole(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(value);
}

function positive(value: string): number {
  const number = whole(value);
  if (number < 1) throw new InvalidArgumentError("It must be at least 1.");
  return number;
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function gather(value: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = value.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It must look like NAME=VALUE.");
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}

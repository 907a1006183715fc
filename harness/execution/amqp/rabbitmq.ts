/**
 * Where the RabbitMQ is: the one of `AMQP_URL`, or one of our own, which is started when it is first asked for, if
 * it is installed here, and serves until the run ends. It keeps everything in a folder of its own.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../ports.ts";

/** What is to be done where there is none. */
const MISSING =
  "there is no RabbitMQ here: set AMQP_URL to one that runs (amqp://guest:guest@localhost:5672), or install it (apt-get install rabbitmq-server)";

/** The wrapper that is found by the PATH of a Debian asks for another user; this is what it runs. */
const PLACES = [
  "/usr/lib/rabbitmq/bin/rabbitmq-server",
  "/opt/homebrew/sbin/rabbitmq-server",
  "/usr/local/sbin/rabbitmq-server",
];

/** How long it may take to start, in ms: a busy machine needs several times the usual five seconds. */
const LONGEST_START = 60_000;

const LONGEST_END = 10_000;

interface Own {
  readonly url: string;
  /** Null when it serves, otherwise what it said last. */
  readonly ready: Promise<string | null>;
  readonly end: () => Promise<void>;
}

let own: Promise<Own> | null = null;

/** Why there is none, and what to do; null when there is one, or can be. */
export function noRabbitmq(): string | null {
  const given = process.env["AMQP_URL"];
  if (!given) return PLACES.some((place) => existsSync(place)) ? null : MISSING;
  const url = URL.canParse(given) ? new URL(given) : null;
  return url?.protocol === "amqp:" ? null : `AMQP_URL must look like amqp://user:password@host:5672, not ${given}`;
}

/** The URL of one that serves; or why there is none, and what to do. */
export async function rabbitmq(): Promise<URL | string> {
  const why = noRabbitmq();
  if (why !== null) return why;
  const url = await rabbitmqToCome();
  const trouble = await (await own)?.ready;
  return trouble ? `the RabbitMQ of this machine does not start: ${trouble}` : url;
}

/** The URL at which there will be one. */
export async function rabbitmqToCome(): Promise<URL> {
  const given = process.env["AMQP_URL"];
  if (given) return new URL(given);
  own ??= start(PLACES.find((place) => existsSync(place))!);
  return new URL((await own).url);
}

/** Ends our own, if it was started; it may be asked for again. */
export async function endRabbitmq(): Promise<void> {
  const found = await own;
  own = null;
  await found?.end();
}

async function start(program: string): Promise<Own> {
  const dir = await mkdtemp(join(tmpdir(), "wirecheck-rabbitmq-"));
  const [port, names, distribution] = [await freePort(), await freePort(), await freePort()];
  await writeFile(join(dir, "rabbitmq.conf"), `listeners.tcp.1 = 127.0.0.1:${port}\n`);
  await writeFile(join(dir, "plugins"), "[].\n");
  await mkdir(join(dir, "log"));
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: dir,
    ERL_EPMD_PORT: String(names),
    ERL_EPMD_ADDRESS: "127.0.0.1",
    RABBITMQ_NODENAME: `wirecheck${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_CONFIG_FILE: join(dir, "rabbitmq.conf"),
    RABBITMQ_CONF_ENV_FILE: "/nonexistent",
    RABBITMQ_MNESIA_BASE: join(dir, "mnesia"),
    RABBITMQ_LOG_BASE: join(dir, "log"),
    RABBITMQ_LOGS: "-",
    RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, "plugins"),
    RABBITMQ_FEATURE_FLAGS_FILE: join(dir, "features"),
    RABBITMQ_PID_FILE: join(dir, "pid"),
    // Its schedulers are not to spin while they wait: others need the processors.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "+sbwt none +sbwtdcpu none +sbwtdio none",
  };
  // It would start one itself, and leave it behind.
  const epmd = `epmd -port ${names} -address 127.0.0.1 & read -r _; kill $!; wait $!`;
  const mapper = spawn("/bin/sh", ["-c", epmd], { stdio: ["pipe", "ignore", "ignore"], env, detached: true });
  // When we are gone, however that came, its input ends, and with that the broker.
  const guarded = '"$0" & read -r _; kill $!; wait $!';
  const broker = spawn("/bin/sh", ["-c", guarded, program], { env, cwd: dir, detached: true });
  const end = async (): Promise<void> => {
    await ended(broker);
    await ended(mapper);
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  };
  return { url: `amqp://guest:guest@127.0.0.1:${port}`, ready: started(broker), end };
}

/** Null when it serves, otherwise what it said last. */
async function started(broker: ChildProcess): Promise<string | null> {
  let said = "";
  return await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(`it was not ready after ${LONGEST_START / 1000} s`), LONGEST_START);
    const settle = (trouble: string | null): void => {
      clearTimeout(timer);
      resolve(trouble);
    };
    const hear = (chunk: Buffer): void => {
      said = (said + chunk.toString("utf8")).slice(-4096);
      if (said.includes("Server startup complete")) settle(null);
    };
    broker.stdout?.on("data", hear);
    broker.stderr?.on("data", hear);
    broker.once("error", (error) => settle(error.message));
    broker.once("exit", () => settle(said.trim().split("\n").at(-1) || "it ended at once"));
  });
}

/** The end of its input ends it and its children; SIGKILL when that does not help. Resolved when it is gone. */
async function ended(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.stdin?.end();
  const timer = setTimeout(() => process.kill(-pid, "SIGKILL"), LONGEST_END);
  await gone;
  clearTimeout(timer);
}

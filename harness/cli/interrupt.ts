/** Ctrl+C, SIGTERM and a closed terminal (SIGHUP) end a run cleanly: no new scenario is begun, those under way are ended with their programs. */
import { constants } from "node:os";
import { endRabbitmq } from "../execution/amqp/rabbitmq.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** @param run is told by its signal to stop */
export async function until<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let pressed: NodeJS.Signals | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    pressed = signal;
    // Where the terminal is gone, what is still said reaches nobody; but all programs have to be ended.
    if (signal === "SIGHUP") for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    const result = await run(controller.signal).finally(endRabbitmq);
    if (pressed !== null) {
      process.stderr.write("interrupted: nothing was judged; all programs were ended\n");
      process.exit(128 + constants.signals[pressed]);
    }
    return result;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

/** Ctrl+C and SIGTERM end a run cleanly: no new scenario is begun, those under way are ended with their programs. */
import { endRabbitmq } from "../execution/amqp/rabbitmq.ts";

/** @param run is told by its signal to stop */
export async function until<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let pressed: NodeJS.Signals | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    pressed = signal;
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    const result = await run(controller.signal).finally(endRabbitmq);
    if (pressed !== null) {
      process.stderr.write("interrupted: nothing was judged; all programs were ended\n");
      process.exit(pressed === "SIGINT" ? 130 : 143);
    }
    return result;
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

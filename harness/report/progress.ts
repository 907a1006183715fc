/** How far a run has come, in one line. */
import { cut } from "./columns.ts";
import { inline } from "./visible.ts";

const bar = 20;

export function progress(done: number, total: number, running: string, failed: number, width: number): string {
  const part = total === 0 ? 0 : Math.min(1, done / total);
  const filled = Math.floor(part * bar);
  const counts = `${String(done).padStart(String(total).length)}/${total}${failed > 0 ? `, ${failed} failed` : ""}`;
  const line = `${"█".repeat(filled)}${"░".repeat(bar - filled)} ${counts}  ${inline(running)}`;
  return cut(line.trimEnd(), width);
}

/** Expected and got, one above the other, with a caret under the first byte that differs. */
import { toBytes } from "../language/bytes.ts";
import type { ScenarioVerdict } from "../verdict/report.ts";
import type { Paint } from "./colour.ts";
import { columns, cut } from "./columns.ts";
import { type Cell, cells } from "./visible.ts";

type Compared = Pick<ScenarioVerdict, "expected" | "got" | "offset">;

const labels = ["expected  ", "     got  "] as const;
/** Room for the size of a text that is cut. */
const sizeRoom = 16;

export function difference({ expected, got, offset }: Compared, width: number, paint: Paint): readonly string[] {
  if (expected === null) return [];
  const texts = [expected, got ?? ""] as const;
  const both = texts.map(cells);
  const whole = Math.max(20, width - labels[0].length);
  const room = both.some((all) => widthOf(all) > whole) ? whole - sizeRoom : whole;
  const equal = Math.max(...both.map((all) => all.filter(({ end }) => end <= (offset ?? 0)).length));
  const start = room === whole ? 0 : firstShown(both.find((all) => all.length >= equal) ?? [], equal, room);
  const front = start > 0 ? "…" : "";
  const lines = both.map((all, index) => {
    const text = texts[index] ?? "";
    if (text === "") return labels[index === 0 ? 0 : 1] + paint("dim", "(nothing)");
    const shown =
      front +
      all
        .slice(start, start + room)
        .map((cell) => cell.shown)
        .join("");
    const size = room === whole ? "" : paint("dim", ` (${toBytes(text).length} bytes)`);
    return labels[index === 0 ? 0 : 1] + cut(shown, room) + size;
  });
  if (offset === null || got === null || got === "") return lines;
  const caret = labels[0].length + columns(front) + widthOf(both[0]?.slice(start, equal) ?? []);
  return [...lines, `${" ".repeat(caret)}${paint("red", "^")} byte ${offset + 1}`];
}

/** Long texts are cut around their first difference, with two thirds of the room before it. */
function firstShown(all: readonly Cell[], difference: number, room: number): number {
  let start = difference;
  for (let left = Math.floor((room * 2) / 3); start > 0; start -= 1) {
    left -= columns(all[start - 1]?.shown ?? "");
    if (left < 0) break;
  }
  return start;
}

function widthOf(all: readonly Cell[]): number {
  return all.reduce((sum, { shown }) => sum + columns(shown), 0);
}

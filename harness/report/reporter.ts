/** What a reporter is: several judged handouts (`--all`) become one text. */
import type { Judged } from "../verdict/report.ts";

export interface ReporterOptions {
  readonly colour: boolean;
  /** Columns of a line. */
  readonly width: number;
  /** All failing scenarios, and whole ladders. */
  readonly verbose?: boolean;
}

export type Reporter = (judged: readonly Judged[], options: ReporterOptions) => string;

/** The verdicts of a whole run: what every reporter is made from, and what `--reporter json` writes. */
import type { Role, Transcript } from "../execution/transcript.ts";
import type { Spec } from "../language/spec.ts";

/** Only `passed` is green. */
export type Verdict = "passed" | "failed" | "warned" | "inconclusive" | "blocked" | "notApplicable";

export interface ScenarioVerdict {
  readonly name: string;
  readonly role: Role;
  /** The participants under test, in the handout's names. */
  readonly under: readonly string[];
  readonly verdict: Verdict;
  /** The number of the ladder's row that broke, from 1. */
  readonly step: number | null;
  readonly place: string;
  readonly expected: string | null;
  readonly got: string | null;
  /** The first byte that differs. */
  readonly offset: number | null;
  /** What happened, in a sentence: how it broke, and for silence how it is known. */
  readonly reason: string | null;
  /** A likely cause, where the pattern is known. */
  readonly cause: string | null;
  readonly durationMs: number;
  /** The command that plays this again. */
  readonly replay: string;
}

export interface RuleVerdict {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly sentence: string;
  readonly level: "MUST" | "SHOULD";
  readonly points: number;
  readonly verdict: Verdict;
  readonly scenarios: readonly ScenarioVerdict[];
}

export interface Report {
  readonly wirecheck: 1;
  readonly spec: string;
  readonly title: string;
  readonly seed: number;
  readonly target: { readonly server: string | null; readonly client: string | null; readonly connect: string | null };
  /** How the programs' wire is called, where it is not the handout's. */
  readonly dialect: string | null;
  /** What was not to be judged, and why. */
  readonly leftOut: readonly { readonly id: string; readonly reason: string }[];
  readonly totals: Readonly<Record<Verdict, number>>;
  readonly points: { readonly earned: number; readonly max: number };
  readonly rules: readonly RuleVerdict[];
  /** What was tolerated, each once. */
  readonly notes: readonly string[];
  readonly durationMs: number;
}

/** A report with what it was judged from, for reporters that show ladders; only `report` is written as JSON. */
export interface Judged {
  readonly report: Report;
  readonly spec: Spec;
  /** By rule id, in the order of `scenarios` there. */
  readonly transcripts: ReadonlyMap<string, readonly Transcript[]>;
}

/** What is there to be looked at when an expectation is to be met, and what the look may show. */
import type { Spec } from "../language/spec.ts";
import type { Bindings } from "./pattern.ts";
import type { Stage } from "./stage.ts";
import type { Break } from "./transcript.ts";

export type Channel = "connection" | "screen" | "program" | "folder";

export type Attempt =
  /** `take` takes what was matched from its channel: only the branch of an `alt` that is followed does so. */
  | { readonly kind: "met"; readonly bindings: Bindings; readonly take: () => void; readonly notes?: readonly string[] }
  /** Not yet; `got` is the beginning that has come. */
  | { readonly kind: "open"; readonly got: string | null }
  | { readonly kind: "off"; readonly got: string | null; readonly break: Break };

export interface Scene {
  readonly stage: Stage;
  readonly spec: Spec;
  readonly bindings: Bindings;
  /** Nothing more comes for now. */
  readonly calm: boolean;
}

export function met(bindings: Bindings, take: () => void = () => {}, notes: readonly string[] = []): Attempt {
  return { kind: "met", bindings, take, notes };
}
